#include "ui/low_light_panel.hpp"

#include "plugin/host/low_light.hpp"

#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <cmath>

namespace penumbra::ui {
namespace {

int percent_of(double strength) {
  return int(std::lround(strength * 100));
}

QString quoted(QString text) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./+=:@%-]+$"));
  if (plain.match(text).hasMatch()) return text;
  return '\'' + text.replace('\'', QLatin1String("'\\''")) + '\'';
}

} // namespace

QString command_line_of(const host::LowLightValues& values, const QString& path) {
  const QFileInfo file(path);
  const QString in = path.isEmpty() ? QStringLiteral("PHOTO") : path;
  const QString out = path.isEmpty()
                          ? QStringLiteral("RESULT.png")
                          : file.path() + '/' + file.completeBaseName() + QLatin1String("-enhanced.") +
                                (file.suffix().isEmpty() ? QStringLiteral("png") : file.suffix());
  QString line = QStringLiteral("penumbra enhance ") + quoted(in) + QLatin1String(" -o ") + quoted(out);
  line += QLatin1String(" --method ") + quoted(QString::fromStdString(values.method));
  line += QLatin1String(" --steps ") + QString::number(values.steps);
  if (values.step >= 0) line += QLatin1String(" --step ") + QString::number(values.step);
  line += QLatin1String(" --strength ") + QString::number(values.strength, 'g', 6);
  return line;
}

LowLightPanel::LowLightPanel(Session& session, const DialogInput& input, QWidget* parent)
    : ToolPanel(parent), session_(session), path_(QString::fromStdString(input.path)) {
  method_ = new QComboBox;
  for (const AgentInfo& agent : agents())
    if (agent.tool == "low-light")
      method_->addItem(QString::fromStdString(agent.title), QString::fromStdString(agent.id));
  method_->setToolTip(
      tr("Which trained agent retouches the picture. Each has its own way to brighten: compare "
         "them on your photo."));
  steps_ = new QSpinBox;
  steps_->setRange(1, 12);
  steps_->setToolTip(
      tr("How many steps the agent takes. More steps brighten dark places further and give the "
         "slider more stops; the agent decides anew."));
  strength_ = new QSlider(Qt::Horizontal);
  strength_->setRange(0, 150);
  strength_->setPageStep(10);
  strength_->setTickPosition(QSlider::TicksBelow);
  strength_->setTickInterval(50);
  strength_->setAccessibleName(tr("Strength"));
  percent_ = new QSpinBox;
  percent_->setRange(0, 150);
  percent_->setSingleStep(5);
  percent_->setSuffix(tr(" %"));
  percent_->setAccessibleName(tr("Strength in percent"));
  const QString strength_tip =
      tr("How much of every step is applied. 0 % leaves the picture as it is, 100 % is "
         "what the agent decided, more exaggerates it.");
  strength_->setToolTip(strength_tip);
  percent_->setToolTip(strength_tip);

  auto* strength_row = new QHBoxLayout;
  strength_row->addWidget(strength_, 1);
  strength_row->addWidget(percent_);
  auto* form = new QFormLayout(this);
  form->setContentsMargins(0, 0, 0, 0);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft);
  form->addRow(tr("&Method"), method_);
  form->addRow(tr("&Steps"), steps_);
  form->addRow(tr("St&rength"), strength_row);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(strength_row))) label->setBuddy(strength_);
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
  connect(steps_, &QSpinBox::valueChanged, this, [this](int steps) { session_.set_steps(steps); });
  connect(strength_, &QSlider::valueChanged, this, [this](int p) { session_.set_strength(p / 100.0); });
  connect(percent_, &QSpinBox::valueChanged, this, [this](int p) { session_.set_strength(p / 100.0); });
  connect(&session_, &Session::values_changed, this, &LowLightPanel::follow);
  connect(&session_, &Session::step_changed, this, &LowLightPanel::values_changed);
  follow();
}

void LowLightPanel::follow() {
  const host::LowLightValues values = session_.values();
  const QSignalBlocker blockers[] = {QSignalBlocker(steps_), QSignalBlocker(strength_),
                                     QSignalBlocker(percent_)};
  method_->setCurrentIndex(method_->findData(QString::fromStdString(values.method)));
  steps_->setValue(values.steps);
  strength_->setValue(percent_of(values.strength));
  percent_->setValue(percent_of(values.strength));
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
      "of each is applied. What you see is what OK gives you; at 100 % the picture is computed from the "
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
