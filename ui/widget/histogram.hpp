// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/preview/levels.hpp"
#include "ui/session/session.hpp"

#include <QTimer>
#include <QWidget>

namespace penumbra::ui {

/// The histogram of the state shown, filled, and of the original, as a line. A mark in the corner at its side
/// says where something is clipped; a click asks to see it in the picture.
class PENUMBRA_API Histogram : public QWidget {
  Q_OBJECT
 public:
  explicit Histogram(Session& session, QWidget* parent = nullptr);

  const Levels& shown() const { return shown_; }
  const Levels& original() const { return original_; }
  QSize sizeHint() const override { return {240, 96}; }

 Q_SIGNALS:
  void clipping_wanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void count();
  Levels levels_of(int step);

  Session& session_;
  Levels shown_, original_;
  QTimer pause_; ///< until what came in the meantime is counted
};

} // namespace penumbra::ui
