// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/viewport.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra::ui {

double Viewport::fit_zoom() const {
  return std::min({double(view_.width) / photo_.width, double(view_.height) / photo_.height, max_zoom});
}

void Viewport::set_view(Size view) {
  view_ = {std::max(1, view.width), std::max(1, view.height)};
  if (fitted_)
    fit();
  else
    settle();
}

void Viewport::fit() {
  fitted_ = true;
  zoom_ = fit_zoom();
  centre_ = {photo_.width / 2.0, photo_.height / 2.0};
}

void Viewport::zoom_to(double zoom, QPointF anchor) {
  const QPointF fixed = to_photo(anchor);
  zoom_ = std::clamp(zoom, std::min(fit_zoom(), 1.0), max_zoom);
  fitted_ = false;
  centre_ = fixed - (anchor - QPointF(view_.width / 2.0, view_.height / 2.0)) / zoom_;
  settle();
}

void Viewport::pan(QPointF delta) {
  if (fitted_) return;
  centre_ -= delta / zoom_;
  settle();
}

/// Along each axis the photo covers the view, or lies in its middle where it is smaller.
void Viewport::settle() {
  const double half_x = view_.width / zoom_ / 2, half_y = view_.height / zoom_ / 2;
  centre_.setX(half_x * 2 >= photo_.width ? photo_.width / 2.0
                                          : std::clamp(centre_.x(), half_x, photo_.width - half_x));
  centre_.setY(half_y * 2 >= photo_.height ? photo_.height / 2.0
                                           : std::clamp(centre_.y(), half_y, photo_.height - half_y));
}

QPointF Viewport::to_photo(QPointF view) const {
  return centre_ + (view - QPointF(view_.width / 2.0, view_.height / 2.0)) / zoom_;
}

QPointF Viewport::to_view(QPointF photo) const {
  return (photo - centre_) * zoom_ + QPointF(view_.width / 2.0, view_.height / 2.0);
}

QRect Viewport::photo_rect() const {
  const QPointF corner = to_view({0, 0});
  return {int(std::lround(corner.x())), int(std::lround(corner.y())),
          std::max(1, int(std::lround(photo_.width * zoom_))),
          std::max(1, int(std::lround(photo_.height * zoom_)))};
}

Size Viewport::overview() const {
  const double zoom = fit_zoom();
  if (zoom >= 1.0) return photo_;
  return {std::max(1, int(std::lround(photo_.width * zoom))),
          std::max(1, int(std::lround(photo_.height * zoom)))};
}

Size Viewport::level() const {
  if (zoom_ >= 1.0) return photo_;
  if (fitted_) return overview();
  const int halvings = int(std::floor(std::log2(1.0 / zoom_) + 1e-9));
  return {std::max(1, photo_.width >> halvings), std::max(1, photo_.height >> halvings)};
}

QRect Viewport::visible() const {
  const Size shown = level();
  const QRect seen = photo_rect() & QRect(0, 0, view_.width, view_.height);
  if (seen.isEmpty()) return {};
  const QRect all = photo_rect();
  const double x = double(shown.width) / all.width(), y = double(shown.height) / all.height();
  const int left = int(std::floor((seen.left() - all.left()) * x));
  const int top = int(std::floor((seen.top() - all.top()) * y));
  const int right = int(std::ceil((seen.right() + 1 - all.left()) * x));
  const int bottom = int(std::ceil((seen.bottom() + 1 - all.top()) * y));
  return QRect(left, top, right - left, bottom - top) & QRect(0, 0, shown.width, shown.height);
}

QRect Viewport::place(Size level, const QRect& part) const {
  const QRect all = photo_rect();
  const double x = double(all.width()) / level.width, y = double(all.height()) / level.height;
  const int left = int(std::lround(part.left() * x)), right = int(std::lround((part.right() + 1) * x));
  const int top = int(std::lround(part.top() * y)), bottom = int(std::lround((part.bottom() + 1) * y));
  return {all.left() + left, all.top() + top, right - left, bottom - top};
}

} // namespace penumbra::ui
