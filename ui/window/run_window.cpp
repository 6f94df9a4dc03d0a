// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_window.hpp"

#include "core/error.hpp"
#include "ui/window/application.hpp"
#include "ui/window/dialog.hpp"
#include "ui/window/theme.hpp"

#include <QTimer>
#include <QWindow>

namespace penumbra::ui {
namespace {
constexpr int interruption_interval_ms = 200;
}

void prepare_window(const DialogInput& input) {
  if (!input.photo || input.photo->empty()) throw Error("The picture has no pixels.");
  ensure_application();
  use_theme(input.theme);
}

bool run_window(const DialogInput& input, Session& session, ToolPanel* panel) {
  Dialog dialog(session, panel, QString::fromStdString(input.name), QString::fromStdString(input.models));
  std::unique_ptr<QWindow> owner;
  if (input.parent_window) {
    owner.reset(QWindow::fromWinId(WId(input.parent_window)));
    // Window managers keep dialogs, not windows of other kinds, above their owner.
    dialog.setWindowFlags((dialog.windowFlags() & ~(Qt::WindowType_Mask | Qt::WindowMinimizeButtonHint)) |
                          Qt::Dialog);
    dialog.winId(); // makes the window, so that it can have an owner
    if (owner && dialog.windowHandle()) dialog.windowHandle()->setTransientParent(owner.get());
  }
  QTimer interruptions;
  if (input.interrupted) {
    QObject::connect(&interruptions, &QTimer::timeout, &dialog, [&] {
      if (input.interrupted()) dialog.reject();
    });
    interruptions.start(interruption_interval_ms);
  }
  const bool accepted = dialog.exec() == QDialog::Accepted;
  QCoreApplication::processEvents(); // the window goes away now, not after the host has rendered
  return accepted;
}

} // namespace penumbra::ui
