// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/session/session.hpp"

#include <QPixmap>
#include <QWidget>

namespace penumbra::ui {

/// The states of the episode as a row of small pictures in cells of equal width: a click shows one. Below
/// each its number, on the agent's choice a badge.
class PENUMBRA_API Filmstrip : public QWidget {
  Q_OBJECT
 public:
  explicit Filmstrip(Session& session, QWidget* parent = nullptr);

  /// The cell of a state, in the coordinates of the widget.
  QRect cell(int step) const;
  /// What stands below a state's picture, in words that fit its cell.
  struct Caption {
    QString text;
    QFont font;
  };
  Caption caption(int step) const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int step_at(int x) const;
  void draw_cell(QPainter& painter, int step) const;

  Session& session_;
  int wheel_ = 0; ///< eighths of a degree turned since the last step
};

/// The score of each state as a curve over the same cells; hidden where there are none.
class PENUMBRA_API ScoreCurve : public QWidget {
  Q_OBJECT
 public:
  explicit ScoreCurve(Session& session, QWidget* parent = nullptr);
  QSize sizeHint() const override { return {200, 40}; }
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  Session& session_;
};

} // namespace penumbra::ui
