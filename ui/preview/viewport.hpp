// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"

#include <QPointF>
#include <QRect>
#include <QRectF>

namespace penumbra::ui {

/// Which part of a photo is seen in a view, and how large. Lengths of the view are device pixels, so that
/// 100 % means one pixel of the photo on one of the screen whatever the scale factor.
class PENUMBRA_API Viewport {
 public:
  static constexpr double max_zoom = 16.0;

  explicit Viewport(Size photo) : photo_(photo) {}

  Size view() const { return view_; }
  /// Keeps the place in the middle; a fitted photo stays fitted.
  void set_view(Size view);

  double zoom() const { return zoom_; } ///< device pixels a photo pixel
  bool fitted() const { return fitted_; }
  double fit_zoom() const;
  void fit();
  /// Zooms so that what lies under `anchor` stays there; between the smaller of fit and 100 %, and max_zoom.
  void zoom_to(double zoom, QPointF anchor);
  void zoom_by(double factor, QPointF anchor) { zoom_to(zoom_ * factor, anchor); }
  /// Moves the photo along with the pointer; it never leaves the view.
  void pan(QPointF delta);

  QPointF to_photo(QPointF view) const;
  QPointF to_view(QPointF photo) const;
  /// Where the photo lies in the view: whole pixels, so that equal sizes are copied, not interpolated.
  QRect photo_rect() const;

  /// The reduced picture that is drawn: never smaller than what is shown of it, unless the zoom is past 100
  /// %.
  Size level() const;
  /// The reduced picture that fills the view when the photo is fitted.
  Size overview() const;
  /// The part of level() that is seen.
  QRect visible() const;
  /// Where a part of a level lies in the view; neighbours meet without a gap.
  QRect place(Size level, const QRect& part) const;

 private:
  void settle();

  Size photo_, view_{1, 1};
  double zoom_ = 1.0;
  QPointF centre_; ///< of the view, in photo pixels
  bool fitted_ = true;
};

} // namespace penumbra::ui
