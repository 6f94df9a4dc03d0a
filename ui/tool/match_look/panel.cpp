#include "ui/tool/match_look/panel.hpp"

#include "core/edit/finish/cube.hpp"
#include "core/error.hpp"
#include "ui/tool/match_look/finish_sliders.hpp"
#include "ui/tool/match_look/reference_box.hpp"
#include "ui/widget/slider_row.hpp"
#include "ui/window/command_line.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QShortcut>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace penumbra::ui {

MatchLookPanel::MatchLookPanel(MatchLookSession& session, const MatchLookInput& input, QWidget* parent)
    : ToolPanel(parent), session_(session), path_(QString::fromStdString(input.window.path)) {
  build(input);
  connect(content_, &QComboBox::activated, this,
          [this] { session_.set_content(Content(content_->currentData().toInt())); });
  connect(steps_, &NumberField::valueChanged, this, [this](double steps) { session_.set_steps(int(steps)); });
  connect(polish_, &QCheckBox::toggled, this, [this](bool on) { session_.set_polish(on); });
  connect(amount_, &SliderRow::changed, this,
          [this](double percent) { session_.set_strength(percent / 100); });
  connect(export_, &QPushButton::clicked, this, &MatchLookPanel::ask_and_export);
  connect(reference_, &ReferenceBox::failed, this, &ToolPanel::failed);
  connect(&session_, &MatchLookSession::failed, this, &ToolPanel::failed);
  connect(&session_, &Session::values_changed, this, &MatchLookPanel::follow);
  connect(&session_, &Session::state_changed, this, &MatchLookPanel::follow);
  connect(&session_, &MatchLookSession::sliders_changed, this, &ToolPanel::values_changed);
  connect(new QShortcut(QKeySequence::Paste, this), &QShortcut::activated, reference_, &ReferenceBox::paste);
  follow();
}

void MatchLookPanel::build(const MatchLookInput& input) {
  reference_ = new ReferenceBox(session_, input);
  content_ = new QComboBox;
  content_->addItem(QString(), int(Content::automatic));
  content_->addItem(tr("The same picture"), int(Content::same));
  content_->addItem(tr("Something else"), int(Content::other));
  content_->setToolTip(
      tr("What the reference shows. The same picture, edited by someone: the photo is matched to it point by "
         "point. Something else: its lights and colours are taken over. Automatic finds out."));
  steps_ = new NumberField;
  steps_->setDecimals(0);
  steps_->setRange(1, 10);
  steps_->setToolTip(tr("How many times the tuner looks at the result and corrects the sliders. Mostly the "
                        "first steps bring the most."));
  steps_->setAccessibleName(tr("Steps"));
  polish_ = new QCheckBox(tr("&Polish"));
  polish_->setToolTip(tr("Goes on from the nearest step with an optimiser, as a step of its own. Takes some "
                         "tenths of a second more."));
  amount_ =
      new SliderRow({0, 150, 1, 10, 50, 0, tr(" %"), false, 100}, tr("Amount"), tr("Amount in percent"),
                    tr("Multiplies all nine sliders: 0 % leaves the picture as it is, 100 % is what they "
                       "say, more exaggerates it."));
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft);
  form->addRow(tr("It sho&ws"), content_);
  auto* steps_row = new QHBoxLayout;
  steps_row->addWidget(steps_);
  steps_row->addStretch(1);
  steps_row->addWidget(polish_);
  form->addRow(tr("&Steps"), steps_row);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(steps_row))) label->setBuddy(steps_);
  form->addRow(tr("&Amount"), amount_);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(amount_))) label->setBuddy(amount_->slider());
  if (input.window.offers_output) {
    output_ = new QComboBox;
    output_->addItem(tr("Change this layer"), int(host::Output::in_place));
    output_->addItem(tr("New layer above"), int(host::Output::new_layer));
    output_->setToolTip(
        tr("Where the result goes: into the layer itself, or into a new layer above it, which leaves the "
           "original untouched below."));
    form->addRow(tr("&Output"), output_);
    connect(output_, &QComboBox::activated, this,
            [this] { session_.set_output(host::Output(output_->currentData().toInt())); });
  }
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
  column->addLayout(form);
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
  const host::MatchLookValues values = session_.values();
  const QSignalBlocker blocker(polish_);
  const std::optional<bool> same = session_.same_content();
  content_->setItemText(0, !same || values.content != Content::automatic ? tr("Automatic")
                           : *same                                       ? tr("Automatic: the same picture")
                                                                         : tr("Automatic: something else"));
  content_->setCurrentIndex(content_->findData(int(values.content)));
  steps_->show_value(values.steps);
  polish_->setChecked(values.polish);
  amount_->show_value(values.strength * 100);
  if (output_) output_->setCurrentIndex(output_->findData(int(values.output)));
  export_->setEnabled(session_.can_commit());
  Q_EMIT values_changed();
}

QString MatchLookPanel::title() const {
  return tr("Match Look to Reference");
}

QString MatchLookPanel::help() const {
  return tr(
      "<p>Choose a <b>reference</b>, a picture whose look you want: a file, a picture that is open, or one "
      "from "
      "the clipboard. An agent, the tuner, then sets nine sliders so that your photo comes to look like it, "
      "in "
      "up to ten steps; the curve shows how far each is from the reference.</p>"
      "<p>Where the reference shows the same picture, edited by someone, it is matched point by point; "
      "<b>Polish</b> goes on with that. Otherwise the lights and colours are taken over; where no step is "
      "surely nearer in style, a polished one follows by itself. "
      "<b>It shows</b> says which of the two was found, and you may overrule it.</p>"
      "<p>Go on from any step with the <b>nine sliders</b>: what you set becomes a state of its own at the "
      "end "
      "of the filmstrip, <i>By hand</i>. The steps stay what they are, so you can compare, and come back. A "
      "slider that is moved while another step is shown begins anew from that step; <b>Undo</b> brings back "
      "what was there, and <b>Redo</b> makes the change again. A double click on a slider sets it back to "
      "the step's value.</p>"
      "<p>OK applies exactly what is shown. <b>Repeat</b> in the editor then matches the next photo to the "
      "same "
      "reference; where you set the sliders by hand, or pasted the reference, it sets the same sliders.</p>");
}

nlohmann::json MatchLookPanel::values() const {
  nlohmann::json values = host::to_json(session_.values());
  values.erase("layer"); // the number of a layer means nothing another time
  return values;
}

nlohmann::json MatchLookPanel::lasting_values() const {
  nlohmann::json lasting = ToolPanel::lasting_values();
  lasting.erase("by-hand"); // as the step, it belongs to this photo
  return lasting;
}

void MatchLookPanel::set_values(const nlohmann::json& values) {
  session_.set_values(host::match_look_from_json(values));
}

void MatchLookPanel::reset() {
  session_.set_values({});
}

QString MatchLookPanel::command_line() const {
  const host::MatchLookValues values = session_.values();
  QList<QPair<QString, QString>> options;
  const auto add = [&](const char* option, const QString& value) {
    options.append({QString::fromLatin1(option), value});
  };
  if (!values.reference.empty() && !values.by_hand) {
    add("--reference", QString::fromStdString(values.reference));
    Content content = values.content;
    if (const auto same = session_.same_content()) content = *same ? Content::same : Content::other;
    if (content != Content::automatic) add("--content", content == Content::same ? "same" : "other");
    add("--steps", QString::number(values.steps));
    if (values.step >= 0) add("--step", QString::number(values.step));
    if (values.polish) add("--polish", {});
  } else {
    // The same sliders: what is open elsewhere, or was pasted, has no name there.
    const FinishValues sliders = session_.sliders();
    for (std::size_t i = 0; i < sliders.size(); ++i)
      if (sliders[i] != 0)
        add("--set", QStringLiteral("%1=%2").arg(finish_table()[i].name).arg(sliders[i], 0, 'g', 6));
    if (options.isEmpty()) add("--set", QStringLiteral("exposure=0"));
  }
  add("--strength", QString::number(values.strength, 'g', 6));
  return shell_command(QStringLiteral("match"), path_, QStringLiteral("-matched"), options);
}

void MatchLookPanel::ask_and_export() {
  const QString suggestion =
      path_.isEmpty() ? QStringLiteral("look.cube")
                      : QFileInfo(path_).path() + '/' + QFileInfo(path_).completeBaseName() + ".cube";
  QString file = QFileDialog::getSaveFileName(window(), tr("Export as LUT"), suggestion,
                                              tr("Look-up tables") + QStringLiteral(" (*.cube)"));
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) file += QLatin1String(".cube");
  export_cube(file);
}

void MatchLookPanel::export_cube(const QString& file) {
  try {
    const FinishValues values =
        applied_finish_values(make_finish_step(session_.sliders(), session_.values().strength));
    const std::string text = to_cube(values);
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
