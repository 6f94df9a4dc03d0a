// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/local_exposure/segment_row.hpp"

#include "ui/tool/local_exposure/session.hpp"
#include "ui/widget/slider_row.hpp"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>

namespace penumbra::ui {
namespace {
constexpr QSize picture_size(72, 54); // at most
}

SegmentRow::SegmentRow(LocalExposureSession& session, int segment, QWidget* parent)
    : QWidget(parent), session_(session), segment_(segment) {
  const QString name = tr("Segment %1").arg(segment + 1);
  picture_ = new QLabel;
  picture_->setFixedSize(picture_size);
  picture_->setAlignment(Qt::AlignCenter);
  picture_->setAccessibleName(tr("Where segment %1 is").arg(segment + 1));
  const qreal ratio = devicePixelRatioF();
  QPixmap pixmap = QPixmap::fromImage(session.segment_picture(segment))
                       .scaled(picture_size * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  pixmap.setDevicePixelRatio(ratio);
  picture_->setPixmap(pixmap);
  on_ = new QCheckBox(name);
  on_->setToolTip(tr("Takes this exposure into the result, or leaves it out"));
  solo_ = new QToolButton;
  solo_->setText(tr("Solo"));
  solo_->setCheckable(true);
  solo_->setAutoRaise(true);
  solo_->setAccessibleName(tr("Solo segment %1").arg(segment + 1));
  solo_->setToolTip(tr("Shows this exposure without the others; once more brings them back"));
  ev_ = new SliderRow(
      {-max_ev, max_ev, 0.05, 0.5, 1, 2, tr(" EV"), true}, tr("Exposure of segment %1").arg(segment + 1),
      tr("Exposure of segment %1 in EV").arg(segment + 1),
      tr("How much brighter or darker this exposure is: +1 EV doubles the light, -1 EV halves it") + '\n' +
          tr("A double click, or Delete, goes back to the agent's exposure."));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 2, 0, 2);
  grid->setVerticalSpacing(0);
  grid->addWidget(picture_, 0, 0, 2, 1);
  grid->addWidget(on_, 0, 1);
  grid->addWidget(solo_, 0, 2);
  grid->addWidget(ev_, 1, 1, 1, 2);
  grid->setColumnStretch(1, 1);
  connect(on_, &QCheckBox::toggled, this, [this](bool on) { session_.set_on(segment_, on); });
  connect(solo_, &QToolButton::clicked, this, [this] { session_.solo(segment_); });
  connect(ev_, &SliderRow::reset, this,
          [this] { session_.set_ev(segment_, session_.decided().at(std::size_t(segment_)).ev); });
  connect(ev_, &SliderRow::changed, this, [this](double ev) { session_.set_ev(segment_, ev); });
  follow();
}

void SegmentRow::follow() {
  const SegmentExposure exposure = session_.segments().at(std::size_t(segment_));
  const QSignalBlocker blocker(on_);
  on_->setChecked(exposure.on);
  solo_->setChecked(session_.soloed() == segment_);
  ev_->show_value(exposure.ev);
  ev_->setEnabled(exposure.on);
}

void SegmentRow::enterEvent(QEnterEvent*) {
  session_.point_out(segment_);
}

void SegmentRow::leaveEvent(QEvent*) {
  session_.point_out(-1);
}

} // namespace penumbra::ui
