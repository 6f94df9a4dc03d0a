// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/step_bar.hpp"

#include "ui/widget/filmstrip.hpp"
#include "ui/widget/icons.hpp"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QStyle>

namespace penumbra::ui {
namespace {
constexpr int play_interval_ms = 700;
}

StepBar::StepBar(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
  slider_room_ = new QWidget;
  slider_ = new QSlider(Qt::Horizontal);
  slider_->setPageStep(1);
  slider_->setTickPosition(QSlider::TicksBelow);
  slider_->setTickInterval(1);
  slider_->setAccessibleName(tr("Step"));
  slider_->setToolTip(
      tr("How far the picture is retouched: each stop is one step of the agent, the first is the "
         "original. Arrow keys and the wheel move it too."));
  auto* room = new QHBoxLayout(slider_room_);
  room->setContentsMargins(0, 0, 0, 0);
  room->addWidget(slider_);

  play_ = new QToolButton;
  play_->setAutoRaise(true);
  play_->setCheckable(true);
  play_->setIcon(play_icon(palette().color(QPalette::ButtonText)));
  play_->setAccessibleName(tr("Play"));
  play_->setToolTip(tr("Play the steps one after the other (P)"));
  best_ = new QToolButton;
  best_->setText(tr("Best"));
  best_->setIcon(star_icon());
  best_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  best_->setAutoRaise(true);
  best_->setToolTip(tr("Go to the step that the agent rates best (B)"));
  best_->setAccessibleName(tr("Best step"));
  label_ = new QLabel;
  label_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  label_->setMinimumWidth(label_->fontMetrics().horizontalAdvance(tr("Step %1 of %2").arg(12).arg(12)) + 4);
  score_ = new QLabel;
  score_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  score_->setToolTip(session_.measure().tip);
  film_ = new Filmstrip(session_);

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(2);
  grid->addWidget(play_, 0, 0, Qt::AlignTop);
  grid->addWidget(slider_room_, 0, 1, Qt::AlignVCenter);
  grid->addWidget(label_, 0, 2, Qt::AlignTop);
  grid->addWidget(film_, 1, 1);
  grid->addWidget(best_, 1, 2, Qt::AlignRight | Qt::AlignVCenter);
  grid->addWidget(new ScoreCurve(session_), 2, 1);
  grid->addWidget(score_, 2, 2);
  grid->setColumnStretch(1, 1);

  connect(slider_, &QSlider::valueChanged, this, [this](int step) { session_.set_step(step); });
  connect(slider_, &QSlider::sliderPressed, this, [this] { play(false); });
  connect(play_, &QToolButton::toggled, this, &StepBar::play);
  connect(best_, &QToolButton::clicked, this, &StepBar::go_to_best);
  connect(&session_, &Session::step_changed, this, &StepBar::follow);
  connect(&session_, &Session::scores_changed, this, &StepBar::follow);
  connect(&session_, &Session::episode_changed, this, [this] {
    play(false);
    follow();
    align();
  });
  timer_.setInterval(play_interval_ms);
  connect(&timer_, &QTimer::timeout, this, [this] {
    if (session_.step() >= session_.last_step()) return play(false);
    session_.set_step(session_.step() + 1);
  });
  film_->installEventFilter(this);
  follow();
}

void StepBar::play(bool on) {
  if (on && session_.last_step() == 0) on = false;
  if (on && !timer_.isActive() && session_.step() >= session_.last_step()) session_.set_step(0);
  on ? timer_.start() : timer_.stop();
  play_->setChecked(on);
  const QColor colour = palette().color(QPalette::ButtonText);
  play_->setIcon(on ? pause_icon(colour) : play_icon(colour));
}

void StepBar::go_to_best() {
  play(false);
  session_.set_step(session_.best_step());
}

void StepBar::follow() {
  const int step = session_.step(), last = session_.last_step();
  const QSignalBlocker blocker(slider_);
  slider_->setRange(0, last);
  slider_->setValue(step);
  // The slider stays enabled: it has the focus from the start.
  play_->setEnabled(last > 0);
  best_->setEnabled(last > 0);
  label_->setText(session_.step_title(step));
  const auto& scores = session_.scores();
  score_->setText(int(scores.size()) == last + 1 ? session_.measure().label + '\n' +
                                                       QLocale().toString(scores[std::size_t(step)], 'f', 2)
                                                 : QString());
  slider_->setAccessibleDescription(label_->text() + ' ' + score_->text());
}

/// Puts the stops of the slider over the middles of the filmstrip's cells.
void StepBar::align() {
  const int handle = slider_->style()->pixelMetric(QStyle::PM_SliderLength, nullptr, slider_);
  const int first = film_->cell(0).center().x(), last = film_->cell(session_.last_step()).center().x();
  const int left = std::max(0, first - handle / 2);
  const int right = std::max(0, film_->width() - 1 - last - handle / 2);
  slider_room_->layout()->setContentsMargins(left, 0, right, 0);
}

void StepBar::resizeEvent(QResizeEvent*) {
  align();
}

bool StepBar::eventFilter(QObject* watched, QEvent* event) {
  if (watched == film_ && event->type() == QEvent::Resize) align();
  return QWidget::eventFilter(watched, event);
}

} // namespace penumbra::ui
