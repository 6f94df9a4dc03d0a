// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/preview.hpp"

#include "ui/preview/levels.hpp"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace penumbra::ui {
namespace {

constexpr int pane_gap = 4;          // device-independent pixels between the two pictures
constexpr double grip_distance = 8;  // how near to the line the pointer takes hold of it
constexpr double smooth_up_to = 2.0; // beyond this zoom pixels are shown as squares
constexpr int patience_ms = 200;
constexpr double pan_per_key = 64; // device-independent pixels
constexpr double split_per_key = 0.02;
constexpr std::size_t max_clipped = 64; // overlays that are kept: more than a screen has tiles

/// Around the picture a neutral grey: colours beside a photo change how it is seen.
QColor surround(const QPalette& palette) {
  return palette.window().color().lightness() < 128 ? QColor(38, 38, 38) : QColor(119, 119, 119);
}

QBrush checkerboard() {
  QImage cell(16, 16, QImage::Format_RGB32);
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 16; ++x) cell.setPixel(x, y, (x / 8 + y / 8) % 2 ? 0xff999999 : 0xff666666);
  return QBrush(cell);
}

} // namespace

Preview::Preview(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), viewport_(session.photo_size()) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Preview"));
  setAccessibleDescription(tr("The picture at the chosen step. Hold Space to see the original."));
  patience_.setSingleShot(true);
  patience_.setInterval(patience_ms);
  connect(&patience_, &QTimer::timeout, this, [this] {
    busy_ = true;
    update();
  });
  const auto refresh = [this] { update(); };
  connect(&session_, &Session::tile_changed, this, refresh);
  connect(&session_, &Session::step_changed, this, refresh);
  connect(&session_, &Session::episode_changed, this, refresh);
  connect(&session_, &Session::overlay_changed, this, refresh);
  connect(&session_, &Session::reference_view_changed, this, refresh);
}

double Preview::ratio() const {
  return devicePixelRatioF();
}

QRect Preview::device_rect() const {
  return {0, 0, int(std::lround(width() * ratio())), int(std::lround(height() * ratio()))};
}

std::vector<Preview::Pane> Preview::panes() const {
  const QRect all = device_rect();
  const int step = held_ ? 0 : session_.step();
  if (mode_ == Mode::single) return {{all, step}};
  if (mode_ == Mode::split) {
    const int x = split_x();
    return {{QRect(0, 0, x, all.height()), 0}, {QRect(x, 0, all.width() - x, all.height()), step}};
  }
  const int gap = int(std::lround(pane_gap * ratio()));
  const int half = std::max(1, (all.width() - gap) / 2);
  return {{QRect(0, 0, half, all.height()), 0}, {QRect(all.width() - half, 0, half, all.height()), step}};
}

int Preview::split_x() const {
  return int(std::lround(split_ * device_rect().width()));
}

/// A point of the widget in the view that the viewport describes (each pane shows the same view).
QPointF Preview::in_pane(QPointF logical) const {
  QPointF point = logical * ratio();
  if (two_views())
    if (const QRect right = panes()[1].area; point.x() >= right.left()) point.rx() -= right.left();
  return point;
}

void Preview::set_mode(Mode mode) {
  if (mode == Mode::reference && !session_.has_reference_view()) mode = Mode::single;
  if (mode == mode_) return;
  mode_ = mode;
  moved();
  Q_EMIT mode_changed();
}

void Preview::set_original_held(bool held) {
  if (held == held_) return;
  held_ = held;
  update();
}

void Preview::set_clipping(bool marked) {
  if (marked == clipping_) return;
  clipping_ = marked;
  clipped_.clear();
  update();
  Q_EMIT clipping_changed();
}

void Preview::set_split(double split) {
  split_ = std::clamp(split, 0.0, 1.0);
  update();
  Q_EMIT split_changed();
}

void Preview::fit() {
  viewport_.fit();
  moved();
}

void Preview::zoom_to(double zoom) {
  viewport_.zoom_to(zoom, {viewport_.view().width / 2.0, viewport_.view().height / 2.0});
  moved();
}

void Preview::zoom_by(double factor) {
  zoom_to(viewport_.zoom() * factor);
}

void Preview::pan_by(QPointF device_pixels) {
  viewport_.pan(device_pixels);
  moved();
}

void Preview::resizeEvent(QResizeEvent*) {
  moved();
}

void Preview::moved() {
  const QRect pane = two_views() ? panes()[0].area : device_rect();
  viewport_.set_view({pane.width(), pane.height()});
  session_.show(viewport_.level(), viewport_.visible(), viewport_.overview());
  update();
  Q_EMIT zoom_changed();
}

void Preview::paintEvent(QPaintEvent*) {
  watch_work();
  QPainter painter(this);
  painter.scale(1 / ratio(), 1 / ratio());
  painter.fillRect(device_rect(), surround(palette()));
  for (const Pane& pane : panes()) {
    painter.save();
    painter.setClipRect(pane.area);
    if (two_views()) painter.translate(pane.area.topLeft());
    if (mode_ == Mode::reference && pane.area.left() == 0)
      draw_reference(painter);
    else
      draw_pane(painter, pane);
    painter.restore();
  }
  if (mode_ == Mode::split) draw_split(painter);
  const auto all = panes();
  if (mode_ == Mode::single) {
    if (held_) draw_label(painter, all[0].area, tr("Original"), Qt::AlignLeft | Qt::AlignTop);
  } else {
    draw_label(painter, all[0].area, mode_ == Mode::reference ? tr("Reference") : tr("Before"),
               Qt::AlignLeft | Qt::AlignTop);
    draw_label(painter, all[1].area, held_ ? tr("Original") : tr("After"), Qt::AlignRight | Qt::AlignTop);
  }
  if (busy_) draw_label(painter, device_rect(), tr("Rendering…"), Qt::AlignLeft | Qt::AlignBottom);
}

/// Work that takes longer than a moment is said to be going on.
void Preview::watch_work() {
  const auto keys = tiles_of(viewport_.level(), viewport_.visible());
  const bool done = std::all_of(keys.begin(), keys.end(),
                                [&](const TileKey& key) { return session_.fresh(key, session_.step()); });
  if (done) {
    patience_.stop();
    busy_ = false;
  } else if (!busy_ && !patience_.isActive()) {
    patience_.start();
  }
}

void Preview::draw_pane(QPainter& painter, const Pane& pane) {
  const Size level = viewport_.level(), overview = viewport_.overview();
  const QRect visible = viewport_.visible(), all(0, 0, overview.width, overview.height);
  const auto complete = [&](Size size, const QRect& part) {
    const auto keys = tiles_of(size, part);
    return std::all_of(keys.begin(), keys.end(),
                       [&](const TileKey& key) { return session_.tile(key, pane.step); });
  };
  // Until the pieces for this zoom are there, a coarser picture stands in for them.
  if (!complete(level, visible)) {
    if (!complete(overview, all)) draw_thumbnail(painter, pane.step);
    draw_level(painter, overview, all, pane.step);
  }
  draw_level(painter, level, visible, pane.step);
  if (session_.overlay().isNull()) return;
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(viewport_.photo_rect(), session_.overlay());
}

void Preview::draw_thumbnail(QPainter& painter, int step) {
  QImage image;
  for (int nearest = step; image.isNull() && nearest >= 0; --nearest) image = session_.thumbnail(nearest);
  if (image.isNull()) return;
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  if (image.hasAlphaChannel()) painter.fillRect(viewport_.photo_rect(), checkerboard());
  painter.drawImage(viewport_.photo_rect(), image);
}

void Preview::draw_level(QPainter& painter, Size level, const QRect& visible, int step) {
  const bool past = viewport_.zoom() >= smooth_up_to;
  painter.setRenderHint(QPainter::SmoothPixmapTransform, !past);
  for (const TileKey& key : tiles_of(level, visible)) {
    const QImage* image = session_.tile(key, step);
    // A state that is not there yet: the nearest one before it is better than a hole.
    for (int earlier = step - 1; !image && earlier >= 0; --earlier) image = session_.tile(key, earlier);
    if (!image) continue;
    const Rect part = key.rect();
    const QRect place = viewport_.place(level, {part.x, part.y, part.width, part.height});
    if (image->hasAlphaChannel()) painter.fillRect(place, checkerboard());
    if (place.size() == image->size())
      painter.drawImage(place.topLeft(), *image);
    else
      painter.drawImage(place, *image);
    if (clipping_) draw_clipping(painter, *image, place);
  }
}

void Preview::draw_clipping(QPainter& painter, const QImage& picture, const QRect& place) {
  auto& overlay = clipped_[picture.cacheKey()];
  if (overlay.isNull()) overlay = clipping_of(picture);
  painter.drawImage(place, overlay);
  if (clipped_.size() > max_clipped) clipped_.clear();
}

/// The reference as large as the photo: fitted where the photo is, and zoomed and moved along with it.
void Preview::draw_reference(QPainter& painter) {
  const QImage reference = session_.reference_view();
  const Size view = viewport_.view();
  if (reference.isNull()) return;
  const QPointF middle(view.width / 2.0, view.height / 2.0), seen = viewport_.to_photo(middle);
  const double fit =
      std::min(double(view.width) / reference.width(), double(view.height) / reference.height());
  const double zoom = fit * viewport_.zoom() / viewport_.fit_zoom();
  const Size photo = session_.photo_size();
  const QPointF centre(seen.x() / photo.width * reference.width(),
                       seen.y() / photo.height * reference.height());
  painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom < smooth_up_to);
  painter.drawImage(
      QRectF(middle - centre * zoom, QSizeF(reference.width() * zoom, reference.height() * zoom)), reference);
}

void Preview::draw_split(QPainter& painter) {
  const double r = ratio();
  const int x = split_x(), height = device_rect().height();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(QRectF(x - 1.5 * r, 0, 3 * r, height), QColor(0, 0, 0, 90));
  painter.fillRect(QRectF(x - 0.5 * r, 0, r, height), Qt::white);
  painter.setRenderHint(QPainter::Antialiasing);
  const QPointF grip(x, height / 2.0);
  painter.setPen(QPen(QColor(0, 0, 0, 120), r));
  painter.setBrush(Qt::white);
  painter.drawEllipse(grip, 13 * r, 13 * r);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(60, 60, 60));
  for (const int side : {-1, 1}) {
    QPainterPath arrow(grip + QPointF(side * 9 * r, 0));
    arrow.lineTo(grip + QPointF(side * 4 * r, -4 * r));
    arrow.lineTo(grip + QPointF(side * 4 * r, 4 * r));
    arrow.closeSubpath();
    painter.drawPath(arrow);
  }
}

void Preview::draw_label(QPainter& painter, const QRect& area, const QString& text, Qt::Alignment side) {
  const double r = ratio();
  painter.save();
  painter.scale(r, r); // the font is in device-independent pixels
  const QRectF logical(area.x() / r, area.y() / r, area.width() / r, area.height() / r);
  const QSizeF size(painter.fontMetrics().horizontalAdvance(text) + 16, painter.fontMetrics().height() + 8);
  if (logical.width() > size.width() + 16) {
    const double x = side & Qt::AlignLeft ? logical.left() + 8 : logical.right() - 8 - size.width();
    const double y = side & Qt::AlignTop ? logical.top() + 8 : logical.bottom() - 8 - size.height();
    const QRectF box(QPointF(x, y), size);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 150));
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, text);
  }
  painter.restore();
}

bool Preview::near_split(QPointF logical) const {
  return mode_ == Mode::split && std::fabs(logical.x() - split_ * width()) <= grip_distance;
}

void Preview::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / 120.0;
  if (notches == 0) return event->ignore();
  viewport_.zoom_by(std::pow(1.25, notches), in_pane(event->position()));
  moved();
  event->accept();
}

void Preview::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return event->ignore();
  const bool split = event->button() == Qt::LeftButton && near_split(event->position());
  drag_ = split ? Drag::split : Drag::pan;
  last_ = event->position();
  if (drag_ == Drag::pan && !viewport_.fitted()) setCursor(Qt::ClosedHandCursor);
}

void Preview::mouseMoveEvent(QMouseEvent* event) {
  if (drag_ == Drag::split) {
    set_split(event->position().x() / std::max(1, width()));
  } else if (drag_ == Drag::pan) {
    pan_by((event->position() - last_) * ratio());
  } else {
    setCursor(near_split(event->position()) ? Qt::SplitHCursor
              : viewport_.fitted()          ? Qt::ArrowCursor
                                            : Qt::OpenHandCursor);
  }
  last_ = event->position();
}

void Preview::mouseReleaseEvent(QMouseEvent* event) {
  drag_ = Drag::none;
  mouseMoveEvent(event);
}

void Preview::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || near_split(event->position())) return;
  if (viewport_.fitted())
    viewport_.zoom_to(1.0, in_pane(event->position()));
  else
    viewport_.fit();
  moved();
}

void Preview::keyPressEvent(QKeyEvent* event) {
  const int x = (event->key() == Qt::Key_Right) - (event->key() == Qt::Key_Left);
  const int y = (event->key() == Qt::Key_Down) - (event->key() == Qt::Key_Up);
  if (!x && !y) {
    if (event->key() == Qt::Key_Home) return session_.set_step(0);
    if (event->key() == Qt::Key_End) return session_.set_step(session_.last_step());
    return QWidget::keyPressEvent(event);
  }
  if (event->modifiers() & Qt::ControlModifier)
    set_split(split_ + x * split_per_key);
  else if (event->modifiers() & Qt::ShiftModifier)
    pan_by(QPointF(-x, -y) * pan_per_key * ratio());
  else
    session_.set_step(session_.step() + x - y);
}

} // namespace penumbra::ui
