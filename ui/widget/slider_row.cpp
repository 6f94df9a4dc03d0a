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

/// Filled from its zero to the handle, as what goes both ways is read.
class SignedSlider : public QSlider {
 public:
  using QSlider::QSlider;

 protected:
  void paintEvent(QPaintEvent*) override {
    QStyleOptionSlider option;
    initStyleOption(&option);
    QPainter painter(this);
    option.subControls = QStyle::SC_SliderGroove;
    if (tickPosition() != NoTicks) option.subControls |= QStyle::SC_SliderTickmarks;
    option.sliderPosition = option.minimum; // the style fills up to it: not at all
    style()->drawComplexControl(QStyle::CC_Slider, &option, &painter, this);
    initStyleOption(&option);
    const auto middle = [&](int position) {
      option.sliderPosition = position;
      return style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this).center();
    };
    const QPoint zero = middle(0), now = middle(sliderPosition());
    constexpr int thickness = 4, mark = 9;
    painter.fillRect(zero.x(), now.y() - mark / 2, 1, mark, palette().color(QPalette::Mid));
    painter.fillRect(
        QRect(std::min(zero.x(), now.x()), now.y() - thickness / 2, std::abs(now.x() - zero.x()) + 1,
              thickness),
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::Highlight));
    option.subControls = QStyle::SC_SliderHandle;
    style()->drawComplexControl(QStyle::CC_Slider, &option, &painter, this);
  }
};

class SignedNumber : public QDoubleSpinBox {
 public:
  QString textFromValue(double value) const override {
    const QString text = QDoubleSpinBox::textFromValue(value);
    return value > 0 ? locale().positiveSign() + text : text;
  }
};

} // namespace

SliderRow::SliderRow(const Unit& unit, const QString& name, const QString& number_name, const QString& tip,
                     QWidget* parent)
    : QWidget(parent), step_(unit.step) {
  const auto stops = [&](double length) { return int(std::lround(length / unit.step)); };
  slider_ = unit.signs ? new SignedSlider(Qt::Horizontal) : new QSlider(Qt::Horizontal);
  slider_->setRange(stops(unit.least), stops(unit.most));
  slider_->setPageStep(stops(unit.page));
  slider_->setTickPosition(unit.tick > 0 ? QSlider::TicksBelow : QSlider::NoTicks);
  slider_->setTickInterval(stops(unit.tick));
  slider_->setFocusPolicy(Qt::StrongFocus);
  slider_->installEventFilter(this);
  slider_->setAccessibleName(name);
  slider_->setToolTip(tip);
  number_ = unit.signs ? new SignedNumber : new QDoubleSpinBox;
  number_->setDecimals(unit.decimals);
  number_->setRange(unit.least, unit.most);
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
    const QSignalBlocker blocker(number_);
    number_->setValue(stop * step_);
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
  if (wanted) Q_EMIT reset();
  return wanted || QWidget::eventFilter(watched, event);
}

void SliderRow::show_value(double value) {
  const QSignalBlocker blockers[] = {QSignalBlocker(slider_), QSignalBlocker(number_)};
  slider_->setValue(int(std::lround(value / step_)));
  number_->setValue(value);
}

} // namespace penumbra::ui
