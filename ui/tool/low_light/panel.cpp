#include "ui/tool/low_light/panel.hpp"

#include "core/tool/low_light.hpp"
#include "ui/widget/slider_row.hpp"
#include "ui/window/command_line.hpp"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>

namespace penumbra::ui {
QString command_line_of(const host::LowLightValues& values, const QString& path) {
  QList<QPair<QString, QString>> options{{QStringLiteral("--method"), QString::fromStdString(values.method)},
                                         {QStringLiteral("--steps"), QString::number(values.steps)}};
  if (values.step >= 0) options.append({QStringLiteral("--step"), QString::number(values.step)});
  options.append({QStringLiteral("--strength"), QString::number(values.strength, 'g', 6)});
  if (values.denoise > 0)
    options.append({QStringLiteral("--denoise"), QString::number(values.denoise, 'g', 6)});
  if (values.clarity > 0)
    options.append({QStringLiteral("--clarity"), QString::number(values.clarity, 'g', 6)});
  return shell_command(QStringLiteral("enhance"), path, QStringLiteral("-enhanced"), options);
}

LowLightPanel::LowLightPanel(LowLightSession& session, const DialogInput& input, QWidget* parent)
    : ToolPanel(parent), session_(session), path_(QString::fromStdString(input.path)) {
  method_ = new QComboBox;
  for (const AgentInfo& agent : agents())
    if (agent.tool == "low-light")
      method_->addItem(QString::fromStdString(agent.title), QString::fromStdString(agent.id));
  method_->setToolTip(
      tr("Which trained agent retouches the picture. Each has its own way to brighten: compare "
         "them on your photo."));
  steps_ = new NumberField;
  steps_->setDecimals(0);
  steps_->setRange(1, 12);
  steps_->setToolTip(
      tr("How many steps the agent takes. More steps brighten dark places further and give the "
         "slider more stops; the agent decides anew."));
  strength_ =
      new SliderRow({0, 150, 1, 10, 50, 0, tr(" %"), false, 100}, tr("Strength"), tr("Strength in percent"),
                    tr("How much of every step is applied. 0 % leaves the picture as it is, 100 % is "
                       "what the agent decided, more exaggerates it."));

  denoise_ =
      new SliderRow({0, 100, 1, 10, 50, 0, tr(" %"), false, 0}, tr("Denoise"), tr("Denoise in percent"),
                    tr("How much of the noise is taken off that brightening brings out. The agent looks "
                       "for noise and takes it off in a step of its own; a photo without noise gets no "
                       "such step."));
  denoise_->number()->setSpecialValueText(tr("Off"));
  clarity_ =
      new SliderRow({0, 100, 1, 10, 50, 0, tr(" %"), false, 0}, tr("Clarity"), tr("Clarity in percent"),
                    tr("How much the local contrast is raised, which brightening flattens: texture "
                       "comes forward, large edges get no halos. It is a step of its own, after the "
                       "best one."));
  clarity_->number()->setSpecialValueText(tr("Off"));

  auto* form = new QFormLayout(this);
  form->setContentsMargins(0, 0, 0, 0);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft);
  form->addRow(tr("&Method"), method_);
  form->addRow(tr("&Steps"), steps_);
  form->addRow(tr("St&rength"), strength_);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(strength_)))
    label->setBuddy(strength_->slider());
  form->addRow(tr("De&noise"), denoise_);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(denoise_))) label->setBuddy(denoise_->slider());
  form->addRow(tr("Cl&arity"), clarity_);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(clarity_))) label->setBuddy(clarity_->slider());
  if (input.offers_output) {
    output_ = new QComboBox;
    output_->addItem(tr("Change this layer"), int(host::Output::in_place));
    output_->addItem(tr("New layer above"), int(host::Output::new_layer));
    output_->setToolTip(
        tr("Where the result goes: into the layer itself, or into a new layer above it, which "
           "leaves the original untouched below."));
    form->addRow(tr("&Output"), output_);
    connect(output_, &QComboBox::activated, this,
            [this] { session_.set_output(host::Output(output_->currentData().toInt())); });
  }

  connect(method_, &QComboBox::activated, this,
          [this] { session_.set_method(method_->currentData().toString().toStdString()); });
  connect(steps_, &NumberField::valueChanged, this, [this](double steps) { session_.set_steps(int(steps)); });
  connect(strength_, &SliderRow::changed, this,
          [this](double percent) { session_.set_strength(percent / 100); });
  connect(denoise_, &SliderRow::changed, this,
          [this](double percent) { session_.set_denoise(percent / 100); });
  connect(clarity_, &SliderRow::changed, this,
          [this](double percent) { session_.set_clarity(percent / 100); });
  connect(&session_, &Session::values_changed, this, &LowLightPanel::follow);
  connect(&session_, &Session::step_changed, this, &LowLightPanel::values_changed);
  follow();
}

void LowLightPanel::follow() {
  const host::LowLightValues values = session_.values();
  method_->setCurrentIndex(method_->findData(QString::fromStdString(values.method)));
  steps_->show_value(values.steps);
  strength_->show_value(values.strength * 100);
  denoise_->show_value(values.denoise * 100);
  clarity_->show_value(values.clarity * 100);
  if (output_) output_->setCurrentIndex(output_->findData(int(values.output)));
  Q_EMIT values_changed();
}

QString LowLightPanel::title() const {
  return tr("Auto Enhance Low Light");
}

QString LowLightPanel::help() const {
  return tr(
      "<p>An agent looks at a small copy of your photo and brightens it step by step, each place as much "
      "as it needs. Move the slider under the picture to see every step, and keep the one you like: the "
      "star marks the step that the agent itself rates best.</p>"
      "<p><b>Method</b> chooses the agent, <b>Steps</b> how many steps it takes, <b>Strength</b> how much "
      "of each is applied. <b>Denoise</b> takes noise off, <b>Clarity</b> brings texture forward. What you "
      "see is what OK gives you; at 100 % the picture is computed from the "
      "pixels of the full-size photo.</p>");
}

nlohmann::json LowLightPanel::values() const {
  return host::to_json(session_.values());
}

void LowLightPanel::set_values(const nlohmann::json& values) {
  session_.set_values(host::values_from_json(values));
}

void LowLightPanel::reset() {
  session_.set_values({});
}

QString LowLightPanel::command_line() const {
  return command_line_of(session_.values(), path_);
}

} // namespace penumbra::ui
