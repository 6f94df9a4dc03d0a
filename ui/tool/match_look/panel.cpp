// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/match_look/panel.hpp"

#include "core/edit/finish/cube.hpp"
#include "core/error.hpp"
#include "ui/tool/match_look/finish_sliders.hpp"
#include "ui/tool/match_look/reference_box.hpp"
#include "ui/widget/parameter_form.hpp"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

namespace penumbra::ui {

MatchLookPanel::MatchLookPanel(MatchLookSession& session, const DialogInput& input, QWidget* parent)
    : ParameterPanel(session, input, parent, false), session_(session) {
  build(input);
  connect(export_, &QPushButton::clicked, this, &MatchLookPanel::ask_and_export);
  connect(reference_, &ReferenceBox::failed, this, &ToolPanel::failed);
  connect(&session_, &MatchLookSession::failed, this, &ToolPanel::failed);
  connect(&session_, &Session::values_changed, this, &MatchLookPanel::follow);
  connect(&session_, &Session::state_changed, this, &MatchLookPanel::follow);
  connect(&session_, &MatchLookSession::sliders_changed, this, &ToolPanel::values_changed);
  connect(new QShortcut(QKeySequence::Paste, this), &QShortcut::activated, reference_, &ReferenceBox::paste);
  follow();
}

void MatchLookPanel::build(const DialogInput& input) {
  reference_ = new ReferenceBox(session_, input);
  sliders_ = new FinishSliders(session_);
  export_ = new QPushButton(tr("Export as LUT…"));
  export_->setFocusPolicy(Qt::TabFocus);
  export_->setAutoDefault(false);
  export_->setToolTip(
      tr("Writes the colours of the picture shown as a .cube look-up table, for other programs. "
         "It cannot hold the sharpness."));

  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(0, 0, 4, 0);
  column->addWidget(reference_);
  column->addWidget(&form());
  column->addWidget(sliders_);
  column->addWidget(export_);
  column->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidget(inside);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(scroll);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

void MatchLookPanel::follow() {
  const std::optional<bool> same = session_.same_content();
  const bool found = same && session_.values().get<std::string>("content") == "auto";
  form().list("content")->setItemText(0, !found  ? tr("Automatic")
                                         : *same ? tr("Automatic: the same picture")
                                                 : tr("Automatic: something else"));
  form().follow();
  export_->setEnabled(session_.can_commit());
  Q_EMIT values_changed();
}

host::Values MatchLookPanel::command_values() const {
  host::Values values = session_.values();
  if (values.get<std::string>("reference").empty() || !values.at("by-hand").empty()) {
    // The same sliders: what is open elsewhere, or was pasted, has no name there.
    values.set("reference", "").set("step", -1).set("by-hand", host::changes_of(session_.sliders()));
  } else if (const auto same = session_.same_content()) {
    values.set("content", *same ? "same" : "other");
  }
  return values;
}

std::vector<std::pair<std::string, std::string>> MatchLookPanel::command_options() const {
  auto options = ParameterPanel::command_options();
  if (command_values().at("by-hand").empty()) return options;
  // Nobody is asked: what the agent would be told does not matter, nor do sliders that are neutral.
  std::erase_if(options, [](const auto& option) {
    return option.first == "--steps" || option.first == "--content" || option.first == "--polish" ||
           (option.first == "--set" && option.second.ends_with("=0"));
  });
  if (std::none_of(options.begin(), options.end(),
                   [](const auto& option) { return option.first == "--set"; }))
    options.emplace_back("--set", "exposure=0");
  return options;
}

void MatchLookPanel::ask_and_export() {
  const QString suggestion =
      path().isEmpty() ? QStringLiteral("look.cube")
                       : QFileInfo(path()).path() + '/' + QFileInfo(path()).completeBaseName() + ".cube";
  QStringList kinds;
  for (const int points : {33, 17, 65})
    kinds << tr("Look-up tables of %1 points").arg(points) + QStringLiteral(" (*.cube)");
  QString kind;
  QString file = QFileDialog::getSaveFileName(window(), tr("Export as LUT"), suggestion,
                                              kinds.join(QStringLiteral(";;")), &kind);
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) file += QLatin1String(".cube");
  export_cube(file, kind == kinds[1] ? 17 : kind == kinds[2] ? 65 : 33);
}

void MatchLookPanel::export_cube(const QString& file, int points) {
  try {
    const FinishValues values = applied_finish_values(
        make_finish_step(session_.sliders(), session_.values().get<double>("strength")));
    const std::string text = to_cube(values, points);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.data(), qint64(text.size())) < 0 || !out.commit())
      throw Error(
          tr("The look-up table cannot be written to %1: %2.").arg(file, out.errorString()).toStdString());
    Q_EMIT noted(values.back() == 0
                     ? tr("The colours were written to %1.").arg(file)
                     : tr("The colours were written to %1. The sharpness is not in it: a look-up table knows "
                          "each colour, but not its neighbours.")
                           .arg(file));
  } catch (const Error& problem) {
    Q_EMIT failed(QString::fromUtf8(problem.what()));
  }
}

} // namespace penumbra::ui
