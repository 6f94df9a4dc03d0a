// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tool/local_exposure/panel.hpp"

#include "ui/tool/local_exposure/segment_row.hpp"
#include "ui/widget/parameter_form.hpp"
#include "ui/widget/undo_buttons.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace penumbra::ui {

LocalExposurePanel::LocalExposurePanel(LocalExposureSession& session, const DialogInput& input,
                                       QWidget* parent)
    : ParameterPanel(session, input, parent, false), session_(session) {
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
  all->addWidget(&form());
  all->addLayout(head);
  all->addWidget(list_, 1);

  connect(&session_, &LocalExposureSession::segments_changed, this, &LocalExposurePanel::follow_segments);
  connect(&session_, &Session::episode_changed, this, [this] { // other segments: other rows
    for (SegmentRow* row : rows_) row->deleteLater();
    rows_.clear();
    follow_segments();
  });
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

void LocalExposurePanel::reset() {
  ParameterPanel::reset();
  session_.reset_segments();
}

} // namespace penumbra::ui
