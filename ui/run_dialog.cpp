#include "ui/run_dialog.hpp"

#include "core/error.hpp"
#include "plugin/host/low_light.hpp"
#include "ui/application.hpp"
#include "ui/dialog.hpp"
#include "ui/low_light_panel.hpp"
#include "ui/theme.hpp"

#include <QTimer>
#include <QWindow>

namespace penumbra::ui {
namespace {
constexpr int interruption_interval_ms = 200;
}

bool run_low_light_dialog(const DialogInput& input, host::LowLightValues& values, DialogResult& result) {
  if (!input.photo || input.photo->empty()) throw Error("The picture has no pixels.");
  ensure_application();
  use_theme(input.theme);
  host::LowLightValues start = values;
  if (const auto kept = remembered_values(QStringLiteral("low-light"));
      !input.values_given && kept.is_object())
    start = host::values_from_json(kept);
  if (!input.offers_output) start.output = values.output;

  Session session(input, start);
  auto* panel = new LowLightPanel(session, input);
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
  if (!accepted) return false;
  DialogResult chosen = session.result();
  values = session.values();
  result = std::move(chosen);
  return true;
}

} // namespace penumbra::ui

extern "C" PENUMBRA_API bool penumbra_run_low_light_dialog(const penumbra::ui::DialogInput& input,
                                                           penumbra::host::LowLightValues& values,
                                                           penumbra::ui::DialogResult& result) {
  return penumbra::ui::run_low_light_dialog(input, values, result);
}
