#include "ui/tool/local_exposure/panel.hpp"

#include "ui/tool/local_exposure/segment_row.hpp"
#include "ui/widget/slider_row.hpp"
#include "ui/widget/undo_buttons.hpp"
#include "ui/window/command_line.hpp"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace penumbra::ui {

LocalExposurePanel::LocalExposurePanel(LocalExposureSession& session, const DialogInput& input,
                                       QWidget* parent)
    : ToolPanel(parent), session_(session), path_(QString::fromStdString(input.path)) {
  method_ = new QComboBox;
  for (const AgentInfo& agent : agents())
    if (agent.tool == "local-exposure")
      method_->addItem(QString::fromStdString(agent.title), QString::fromStdString(agent.id));
  method_->setToolTip(tr("Which trained agent chooses the exposures: compare them on your photo."));
  strength_ =
      new SliderRow({0, 150, 1, 10, 50, 0, tr(" %"), false, 100}, tr("Strength"), tr("Strength in percent"),
                    tr("Multiplies all exposures: 0 % leaves the picture as it is, 100 % is what is "
                       "listed below, more exaggerates it."));
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft);
  form->addRow(tr("&Method"), method_);
  form->addRow(tr("St&rength"), strength_);
  if (auto* label = qobject_cast<QLabel*>(form->labelForField(strength_)))
    label->setBuddy(strength_->slider());
  if (input.offers_output) {
    output_ = new QComboBox;
    output_->addItem(tr("Change this layer"), int(host::Output::in_place));
    output_->addItem(tr("New layer above"), int(host::Output::new_layer));
    output_->addItem(tr("Layer stack"), int(host::Output::layer_stack));
    output_->setToolTip(
        tr("Where the result goes: into the layer itself, into a new layer above it, or into a "
           "group of layers, one for each exposure with its mask, to go on working with."));
    form->addRow(tr("&Output"), output_);
    connect(output_, &QComboBox::activated, this,
            [this] { session_.set_output(host::Output(output_->currentData().toInt())); });
  }

  undo_ = new UndoButtons;
  connect(undo_, &UndoButtons::undo, &session_, &LocalExposureSession::undo);
  connect(undo_, &UndoButtons::redo, &session_, &LocalExposureSession::redo);
  auto* head = new QHBoxLayout;
  head->addWidget(new QLabel(tr("Exposures")), 1);
  head->addWidget(undo_);

  auto* inside = new QWidget;
  column_ = new QVBoxLayout(inside);
  column_->setContentsMargins(0, 0, 4, 0);
  column_->setSpacing(4);
  column_->addStretch(1);
  list_ = new QScrollArea;
  list_->setWidget(inside);
  list_->setWidgetResizable(true);
  list_->setFrameShape(QFrame::NoFrame);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setFocusPolicy(Qt::NoFocus);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addLayout(form);
  all->addLayout(head);
  all->addWidget(list_, 1);

  connect(method_, &QComboBox::activated, this,
          [this] { session_.set_method(method_->currentData().toString().toStdString()); });
  connect(strength_, &SliderRow::changed, this,
          [this](double percent) { session_.set_strength(percent / 100); });
  connect(&session_, &Session::values_changed, this, &LocalExposurePanel::follow);
  connect(&session_, &LocalExposureSession::segments_changed, this, &LocalExposurePanel::follow_segments);
  connect(&session_, &Session::episode_changed, this, [this] { // other segments: other rows
    for (SegmentRow* row : rows_) row->deleteLater();
    rows_.clear();
    follow_segments();
  });
  follow();
}

void LocalExposurePanel::follow() {
  const host::LocalExposureValues& values = session_.values();
  method_->setCurrentIndex(method_->findData(QString::fromStdString(values.method)));
  strength_->show_value(values.strength * 100);
  if (output_) output_->setCurrentIndex(output_->findData(int(values.output)));
  Q_EMIT values_changed();
}

void LocalExposurePanel::follow_segments() {
  const int count = int(session_.segments().size());
  while (int(rows_.size()) > count) {
    rows_.back()->deleteLater();
    rows_.pop_back();
  }
  undo_->allow(session_.can_undo(), session_.can_redo());
  for (SegmentRow* row : rows_) row->follow();
  while (int(rows_.size()) < count) {
    rows_.push_back(new SegmentRow(session_, int(rows_.size())));
    column_->insertWidget(column_->count() - 1, rows_.back());
  }
}

QString LocalExposurePanel::title() const {
  return tr("Balance Local Exposure");
}

QString LocalExposurePanel::help() const {
  return tr(
      "<p>An agent divides your photo into segments, chooses an exposure for each, as if you had taken the "
      "photo several times, and blends them: each place comes from the exposure that shows it best.</p>"
      "<p>Move the slider under the picture to see the exposures come in one after the other. In the list "
      "change an exposure, leave it out, or look at it alone; <b>Undo</b> and <b>Redo</b> go through what "
      "you "
      "changed. While the pointer is on a row, red shows where that segment is. <b>Layer stack</b> as output "
      "gives you every exposure as a layer with its mask.</p>");
}

nlohmann::json LocalExposurePanel::values() const {
  return host::to_json(session_.values());
}

void LocalExposurePanel::set_values(const nlohmann::json& values) {
  session_.set_values(host::local_exposure_from_json(values));
}

void LocalExposurePanel::reset() {
  session_.set_values({});
  session_.reset_segments();
}

QString LocalExposurePanel::command_line() const {
  const host::LocalExposureValues& values = session_.values();
  QString method = QString::fromStdString(values.method);
  QList<QPair<QString, QString>> options{
      {QStringLiteral("--method"), method.remove(QStringLiteral("deep-exposure-"))},
      {QStringLiteral("--strength"), QString::number(values.strength, 'g', 6)}};
  for (int i = 0; i < int(session_.segments().size()); ++i) {
    const SegmentExposure now = session_.segments()[std::size_t(i)];
    const bool on = now.on && i < session_.step(); // later ones have not come in yet
    if (on && now == session_.decided()[std::size_t(i)]) continue;
    const QString value = on ? QString::number(now.ev, 'f', 2) : QStringLiteral("off");
    options.append({QStringLiteral("--segment"), QStringLiteral("%1=%2").arg(i + 1).arg(value)});
  }
  return shell_command(QStringLiteral("expose"), path_, QStringLiteral("-balanced"), options);
}

} // namespace penumbra::ui
