// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/preview/viewport.hpp"
#include "ui/session/session.hpp"

#include <QTimer>
#include <QWidget>
#include <map>

class QPainter;

namespace penumbra::ui {

/// The picture: fitted or zoomed, whole, divided by a line into before and after, or both side by side; or
/// beside the reference of a tool that has one, which is zoomed and moved along.
class PENUMBRA_API Preview : public QWidget {
  Q_OBJECT
 public:
  enum class Mode { single, split, side_by_side, reference };

  explicit Preview(Session& session, QWidget* parent = nullptr);

  Mode mode() const { return mode_; }
  void set_mode(Mode mode);
  /// Shows the photo as it was for as long as it is true.
  void set_original_held(bool held);
  bool original_held() const { return held_; }
  /// Marks what is clipped, in all pictures that are shown.
  void set_clipping(bool marked);
  bool clipping() const { return clipping_; }
  /// Place of the line between before and after, 0…1 of the view's width.
  double split() const { return split_; }
  void set_split(double split);

  const Viewport& viewport() const { return viewport_; }
  void fit();
  void zoom_to(double zoom); ///< around the middle
  void zoom_by(double factor);
  void pan_by(QPointF device_pixels);

  QSize sizeHint() const override { return {960, 640}; }
  QSize minimumSizeHint() const override { return {320, 240}; }

 Q_SIGNALS:
  void zoom_changed();
  void mode_changed();
  void split_changed();
  void clipping_changed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Pane {
    QRect area; ///< device pixels of the widget
    int step;
  };
  std::vector<Pane> panes() const;
  bool two_views() const { return mode_ == Mode::side_by_side || mode_ == Mode::reference; }
  QRect device_rect() const;
  double ratio() const;
  QPointF in_pane(QPointF logical) const;
  int split_x() const;
  bool near_split(QPointF logical) const;
  void moved();
  void watch_work();
  void draw_pane(QPainter& painter, const Pane& pane);
  void draw_thumbnail(QPainter& painter, int step);
  void draw_level(QPainter& painter, Size level, const QRect& visible, int step);
  void draw_clipping(QPainter& painter, const QImage& picture, const QRect& place);
  void draw_reference(QPainter& painter);
  void draw_split(QPainter& painter);
  void draw_label(QPainter& painter, const QRect& area, const QString& text, Qt::Alignment side);

  Session& session_;
  Viewport viewport_;
  Mode mode_ = Mode::single;
  bool held_ = false;
  bool clipping_ = false;
  std::map<qint64, QImage> clipped_; ///< overlays of pictures, by their cache keys
  double split_ = 0.5;
  enum class Drag { none, pan, split } drag_ = Drag::none;
  QPointF last_;
  QTimer patience_; ///< until it is said that the picture is still being made
  bool busy_ = false;
};

} // namespace penumbra::ui
