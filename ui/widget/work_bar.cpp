// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/work_bar.hpp"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <cmath>

namespace penumbra::ui {
namespace {

constexpr int pause_ms = 80; ///< a slider that is dragged says nothing yet

} // namespace

WorkBar::WorkBar(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
  text_ = new QLabel;
  bar_ = new QProgressBar;
  bar_->setAccessibleName(tr("Progress"));
  bar_->setTextVisible(false);
  cancel_ = new QToolButton;
  cancel_->setText(tr("Stop"));
  cancel_->setToolTip(tr("Stops the agent; the picture stays as it is shown"));
  said_ = new QLabel;
  said_->setObjectName(QStringLiteral("sentence"));
  said_->setAccessibleName(tr("What was done to the photo"));
  said_->setTextFormat(Qt::PlainText);
  said_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  said_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the window
  auto* row = new QGridLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(text_, 0, 0);
  row->addWidget(bar_, 0, 1);
  row->addWidget(cancel_, 0, 2);
  row->addWidget(said_, 0, 0, 1, 3);
  row->setColumnStretch(1, 1);
  pause_.setSingleShot(true);
  pause_.setInterval(pause_ms);
  connect(&pause_, &QTimer::timeout, this, &WorkBar::say);
  const auto later = [this] {
    if (!pause_.isActive()) pause_.start();
  };
  connect(&session_, &Session::step_changed, this, later);
  connect(&session_, &Session::scores_changed, this, later);
  connect(&session_, &Session::episode_changed, this, later);
  patience_.setSingleShot(true);
  patience_.setInterval(patience_ms);
  connect(&patience_, &QTimer::timeout, this, [this] { reveal(true); });
  connect(cancel_, &QToolButton::clicked, &session_, &Session::cancel);
  connect(&session_, &Session::state_changed, this, &WorkBar::follow);
  connect(&session_, &Session::progress_changed, this, &WorkBar::follow);
  reveal(false);
  follow();
}

void WorkBar::reveal(bool shown) {
  shown_ = shown;
  for (QWidget* widget :
       {static_cast<QWidget*>(text_), static_cast<QWidget*>(bar_), static_cast<QWidget*>(cancel_)}) {
    QSizePolicy policy = widget->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    widget->setSizePolicy(policy);
    widget->setVisible(shown);
  }
  said_->setVisible(!shown);
}

void WorkBar::say() {
  said_->setText(session_.sentence());
  said_->setToolTip(said_->text());
}

void WorkBar::follow() {
  if (session_.state() != Session::State::deciding) {
    patience_.stop();
    if (shown_) reveal(false);
    return;
  }
  if (!shown_ && !patience_.isActive()) patience_.start();
  const double done = session_.progress();
  // Nothing reported yet: the agent's library and weights are being loaded, for an unknown time.
  bar_->setRange(0, done > 0 ? 1000 : 0);
  bar_->setValue(int(std::lround(done * 1000)));
  text_->setText(done > 0 ? tr("Deciding the steps…") : tr("Loading the agent…"));
}

} // namespace penumbra::ui
