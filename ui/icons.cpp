#include "ui/icons.hpp"

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

} // namespace penumbra::ui
