// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/slider_row.hpp"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyleOptionSlider>
#include <algorithm>
#include <cmath>

namespace penumbra::ui {
namespace {

/// Filled from its zero, or its left end, to the handle. Its marks cross the groove instead of standing below
/// it, so that the handle is on the line of the label beside it.
class BarSlider : public QSlider {
 public:
  BarSlider(int mark_interval, QWidget* parent = nullptr)
      : QSlider(Qt::Horizontal, parent), mark_interval_(mark_interval) {}

 protected:
  void paintEvent(QPaintEvent*) override {
    QStyleOptionSlider option;
    initStyleOption(&option);
    QPainter painter(this);
    option.subControls = QStyle::SC_SliderGroove;
    option.sliderPosition = option.minimum; // the style fills up to it: not at all
    style()->drawComplexControl(QStyle::CC_Slider, &option, &painter, this);
    initStyleOption(&option);
    const auto middle = [&](int position) {
      option.sliderPosition = position;
      return style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this).center();
    };
    const QPoint zero = middle(std::clamp(0, minimum(), maximum())), now = middle(sliderPosition());
    constexpr int thickness = 4, mark = 11;
    const auto draw_mark = [&](int position) {
      painter.fillRect(middle(position).x(), now.y() - mark / 2, 1, mark,
                       palette().color(QPalette::PlaceholderText));
    };
    for (int i = 0; mark_interval_ > 0 && minimum() + i * mark_interval_ <= maximum(); ++i)
      draw_mark(minimum() + i * mark_interval_);
    if (minimum() < 0) draw_mark(0);
    painter.fillRect(
        QRect(std::min(zero.x(), now.x()), now.y() - thickness / 2, std::abs(now.x() - zero.x()) + 1,
              thickness),
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Highlight));
    option.sliderPosition = sliderPosition();
    option.subControls = QStyle::SC_SliderHandle;
    style()->drawComplexControl(QStyle::CC_Slider, &option, &painter, this);
  }

 private:
  const int mark_interval_; ///< 0: no marks
};

} // namespace

SliderRow::SliderRow(const Unit& unit, const QString& name, const QString& number_name, const QString& tip,
                     QWidget* parent)
    : QWidget(parent), step_(unit.step), initial_(unit.initial) {
  const auto stops = [&](double length) { return int(std::lround(length / unit.step)); };
  slider_ = new BarSlider(stops(unit.tick));
  slider_->setRange(stops(unit.min), stops(unit.max));
  slider_->setPageStep(stops(unit.page));
  slider_->setFocusPolicy(Qt::StrongFocus);
  slider_->installEventFilter(this);
  slider_->setAccessibleName(name);
  slider_->setToolTip(tip);
  number_ = new NumberField(unit.signs);
  number_->setDecimals(unit.decimals);
  number_->setRange(unit.min, unit.max);
  number_->setSingleStep(unit.page / 2);
  number_->setSuffix(unit.suffix);
  number_->setAccessibleName(number_name);
  number_->setToolTip(tip);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(slider_, 1);
  row->addWidget(number_);
  setFocusProxy(slider_);
  connect(slider_, &QSlider::valueChanged, this, [this](int stop) {
    number_->show_value(stop * step_);
    Q_EMIT changed(stop * step_);
  });
  connect(number_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    const QSignalBlocker blocker(slider_);
    slider_->setValue(int(std::lround(value / step_)));
    Q_EMIT changed(value);
  });
}

bool SliderRow::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Wheel && !slider_->hasFocus()) {
    event->ignore();
    return true;
  }
  const bool wanted =
      event->type() == QEvent::MouseButtonDblClick ||
      (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete);
  if (wanted) go_back();
  return wanted || QWidget::eventFilter(watched, event);
}

void SliderRow::go_back() {
  if (!initial_) return reset();
  if (value() == *initial_) return;
  show_value(*initial_);
  Q_EMIT changed(*initial_);
}

void SliderRow::show_value(double value) {
  const QSignalBlocker blocker(slider_);
  slider_->setValue(int(std::lround(value / step_)));
  number_->show_value(value);
}

} // namespace penumbra::ui
