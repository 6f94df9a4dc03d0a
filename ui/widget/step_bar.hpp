// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/session/session.hpp"

#include <QLabel>
#include <QSlider>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

namespace penumbra::ui {

class Filmstrip;

/// Under the preview: the step slider with one stop a state, the filmstrip, the score curve, play and best.
class PENUMBRA_API StepBar : public QWidget {
  Q_OBJECT
 public:
  explicit StepBar(Session& session, QWidget* parent = nullptr);

  QSlider& slider() { return *slider_; }
  bool playing() const { return timer_.isActive(); }
  void play(bool on);
  void go_to_best();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow();
  void align();

  Session& session_;
  QSlider* slider_;
  Filmstrip* film_;
  QLabel* label_;
  QLabel* score_;
  QToolButton* play_;
  QToolButton* best_;
  QWidget* slider_room_;
  QTimer timer_;
};

} // namespace penumbra::ui
