// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"

#include <QDialogButtonBox>
#include <QFile>
#include <QPushButton>
#include <QTabWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace penumbra::ui {
namespace {

QString credits(const QString& models) {
  try {
    QFile file(QString::fromStdString(models_folder(models.toStdString())) + QLatin1String("/CREDITS"));
    if (file.open(QIODevice::ReadOnly)) return QString::fromUtf8(file.readAll());
  } catch (const Error&) {
  }
  return {};
}

QTextBrowser* page(const QString& html, const QString& name) {
  auto* text = new QTextBrowser;
  text->setHtml(html);
  text->setOpenExternalLinks(true);
  text->setFrameShape(QFrame::NoFrame);
  text->setAccessibleName(name);
  return text;
}

} // namespace

HelpWindow::HelpWindow(const QString& tool_title, const QString& tool_help, const QString& models,
                       QWidget* parent)
    : QDialog(parent) {
  setWindowTitle(tr("Help: %1").arg(tool_title));
  resize(560, 460);

  QString keys = QStringLiteral("<table cellpadding='3'>");
  const std::pair<QString, QString> table[] = {
      {tr("Left, Right, wheel on the filmstrip"), tr("step before, step after")},
      {tr("Home, End"), tr("original, last step")},
      {tr("B"), tr("best step")},
      {tr("P"), tr("play the steps")},
      {tr("Hold Space"), tr("see the original")},
      {tr("S, D"), tr("before and after in one picture, side by side")},
      {tr("Ctrl+Left, Ctrl+Right"), tr("move the line between before and after")},
      {tr("R"), tr("the reference beside the picture (Match Look to Reference)")},
      {tr("C"), tr("mark what is clipped: white in red, black in blue")},
      {tr("F, 1"), tr("fit the picture, 100 %")},
      {tr("+, −, wheel on the picture"), tr("zoom in, zoom out")},
      {tr("Drag, Shift+arrow keys"), tr("move the picture")},
      {tr("Ctrl+Z, Ctrl+Shift+Z or Ctrl+Y"), tr("take back a change by hand, make it again")},
      {tr("Enter, Esc"), tr("OK, Cancel")},
  };
  for (const auto& [key, effect] : table)
    keys += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>")
                .arg(key.toHtmlEscaped(), effect.toHtmlEscaped());
  keys += QLatin1String("</table>");

  QString about = tr("<h3>Penumbra %1</h3>"
                     "<p>Retouches photographs step by step with trained agents.</p>"
                     "<p>Free software under the GNU General Public License, version 3 or any later version "
                     "(GPL-3.0-or-later). It comes without any warranty.</p>")
                      .arg(QStringLiteral(PENUMBRA_VERSION));
  const QString thanks = credits(models);
  if (!thanks.isEmpty())
    about += tr("<h4>Credits</h4>") + QStringLiteral("<pre style='white-space: pre-wrap'>") +
             thanks.toHtmlEscaped() + QLatin1String("</pre>");

  auto* tabs = new QTabWidget;
  tabs->addTab(page(tool_help, tr("How to use")), tr("How to use"));
  tabs->addTab(page(keys, tr("Keys")), tr("Keys"));
  tabs->addTab(page(about, tr("About")), tr("About"));
  auto* buttons = new QDialogButtonBox;
  buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->addWidget(tabs);
  column->addWidget(buttons);
}

} // namespace penumbra::ui
