// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/view_bar.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <cmath>

namespace penumbra::ui {
namespace {

QToolButton* make_button(const QString& text, const QString& tip, bool checkable) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setToolTip(tip);
  button->setCheckable(checkable);
  button->setAutoRaise(true);
  return button;
}

} // namespace

ViewBar::ViewBar(Preview& preview, bool has_reference, QWidget* parent) : QWidget(parent), preview_(preview) {
  modes_[0] = make_button(tr("Result"), tr("Shows the picture at the chosen step"), true);
  modes_[1] = make_button(tr("Split"),
                          tr("Divides the picture by a line you can drag: before on the left, "
                             "after on the right (S)"),
                          true);
  modes_[2] = make_button(tr("Side by side"), tr("Shows before and after beside each other (D)"), true);
  modes_[3] = make_button(tr("Reference"),
                          tr("Shows the reference beside the picture, zoomed along with it (R)"), true);
  if (!has_reference) modes_[3]->hide();
  clipping_ = make_button(tr("Clipping"),
                          tr("Marks what has no detail left: red where it is white, blue where it is black, "
                             "before and after (C)"),
                          true);
  auto* original =
      make_button(tr("Original"), tr("Shows the original as long as you hold it (or hold Space)"), false);
  auto* smaller = make_button(QStringLiteral("−"), tr("Zoom out (−)"), false);
  auto* larger = make_button(QStringLiteral("+"), tr("Zoom in (+)"), false);
  smaller->setAccessibleName(tr("Zoom out"));
  larger->setAccessibleName(tr("Zoom in"));
  fit_ = make_button(tr("Fit"), tr("Shows the whole picture (F)"), true);
  full_ = make_button(tr("100 %"), tr("Shows the picture pixel by pixel, computed at full size (1)"), true);
  zoom_ = new QLabel;
  zoom_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  zoom_->setMinimumWidth(zoom_->fontMetrics().horizontalAdvance(tr("%1 %").arg(QStringLiteral("1600"))) + 4);
  zoom_->setToolTip(tr("Size of the picture on the screen: 100 % shows each pixel of the photo as one of the "
                       "screen"));
  zoom_->setAccessibleName(tr("Zoom"));

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  for (QToolButton* button : modes_) row->addWidget(button);
  row->addSpacing(8);
  row->addWidget(original);
  row->addWidget(clipping_);
  row->addStretch(1);
  row->addWidget(zoom_);
  row->addSpacing(4);
  for (QToolButton* button : {smaller, larger, fit_, full_}) row->addWidget(button);

  for (int i = 0; i < 4; ++i)
    connect(modes_[i], &QToolButton::clicked, this, [this, i] {
      preview_.set_mode(Preview::Mode(i));
      follow();
    });
  connect(original, &QToolButton::pressed, this, [this] { preview_.set_original_held(true); });
  connect(original, &QToolButton::released, this, [this] { preview_.set_original_held(false); });
  connect(smaller, &QToolButton::clicked, this, [this] { preview_.zoom_by(1 / 1.25); });
  connect(larger, &QToolButton::clicked, this, [this] { preview_.zoom_by(1.25); });
  connect(fit_, &QToolButton::clicked, this, [this] { preview_.fit(); });
  connect(full_, &QToolButton::clicked, this, [this] { preview_.zoom_to(1.0); });
  connect(&preview_, &Preview::zoom_changed, this, &ViewBar::follow);
  connect(&preview_, &Preview::mode_changed, this, &ViewBar::follow);
  connect(&preview_, &Preview::clipping_changed, this, &ViewBar::follow);
  connect(clipping_, &QToolButton::clicked, this, [this](bool on) { preview_.set_clipping(on); });
  follow();
}

void ViewBar::follow() {
  clipping_->setChecked(preview_.clipping());
  for (int i = 0; i < 4; ++i) modes_[i]->setChecked(int(preview_.mode()) == i);
  const Viewport& viewport = preview_.viewport();
  fit_->setChecked(viewport.fitted());
  full_->setChecked(viewport.zoom() == 1.0);
  const double percent = viewport.zoom() * 100;
  zoom_->setText(tr("%1 %").arg(QLocale().toString(percent, 'f', percent < 10 ? 1 : 0)));
}

} // namespace penumbra::ui
