// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/icons.hpp"

#include <QPainter>
#include <QPainterPath>
#include <cmath>
#include <functional>

namespace penumbra::ui {
namespace {

/// `paint` draws into a square of the given side; in the sizes that scale factors up to 2 need.
QIcon painted(const std::function<void(QPainter&, double)>& paint) {
  QIcon icon;
  for (const int side : {16, 24, 32}) {
    QPixmap pixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter, side);
    icon.addPixmap(pixmap);
  }
  return icon;
}

/// An arrow that comes from the right, turns round above, and points to the left.
void draw_turn(QPainter& painter, double side, const QColor& colour) {
  QPainterPath way(QPointF(side * 0.30, side * 0.84));
  way.lineTo(side * 0.60, side * 0.84);
  way.arcTo(QRectF(side * 0.36, side * 0.36, side * 0.48, side * 0.48), -90, 180);
  way.lineTo(side * 0.22, side * 0.36);
  painter.setPen(QPen(colour, side * 0.11, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
  painter.drawPath(way);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  const QPointF head[] = {{side * 0.06, side * 0.36}, {side * 0.36, side * 0.12}, {side * 0.36, side * 0.60}};
  painter.drawPolygon(head, 3);
}

} // namespace

void draw_star(QPainter& painter, QPointF centre, double radius) {
  QPainterPath star;
  for (int i = 0; i < 10; ++i) {
    const double angle = -M_PI / 2 + i * M_PI / 5, r = i % 2 ? radius * 0.45 : radius;
    const QPointF point = centre + QPointF(std::cos(angle), std::sin(angle)) * r;
    i ? star.lineTo(point) : star.moveTo(point);
  }
  star.closeSubpath();
  painter.drawPath(star);
}

void draw_badge(QPainter& painter, QPointF centre, double radius) {
  painter.setPen(QPen(QColor(90, 60, 0), 0.8));
  painter.setBrush(QColor(255, 200, 40));
  draw_star(painter, centre, radius);
}

QIcon star_icon() {
  return painted([](QPainter& painter, double side) {
    draw_badge(painter, QPointF(side / 2, side / 2 + side / 20), side / 2 - 1);
  });
}

QIcon play_icon(const QColor& colour) {
  return painted([&](QPainter& painter, double side) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const QPointF corners[] = {
        {side * 0.25, side * 0.15}, {side * 0.85, side * 0.5}, {side * 0.25, side * 0.85}};
    painter.drawPolygon(corners, 3);
  });
}

QIcon pause_icon(const QColor& colour) {
  return painted([&](QPainter& painter, double side) {
    painter.fillRect(QRectF(side * 0.22, side * 0.18, side * 0.2, side * 0.64), colour);
    painter.fillRect(QRectF(side * 0.58, side * 0.18, side * 0.2, side * 0.64), colour);
  });
}

QIcon undo_icon(const QColor& colour) {
  return painted([&](QPainter& painter, double side) { draw_turn(painter, side, colour); });
}

QIcon redo_icon(const QColor& colour) {
  return painted([&](QPainter& painter, double side) {
    painter.translate(side, 0);
    painter.scale(-1, 1);
    draw_turn(painter, side, colour);
  });
}

} // namespace penumbra::ui
