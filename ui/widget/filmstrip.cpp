// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/filmstrip.hpp"

#include "ui/widget/icons.hpp"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

namespace penumbra::ui {
namespace {

constexpr int picture_height = 58;
constexpr int padding = 3;
constexpr int gap = 1;               // left and right of what is drawn in a cell
constexpr double min_letters = 0.79; // of the font's size

/// Cells of equal width that fill `width` exactly.
QRect cell_of(int step, int count, int width, int height) {
  const int left = step * width / count, right = (step + 1) * width / count;
  return {left, 0, right - left, height};
}

} // namespace

Filmstrip::Filmstrip(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Filmstrip of the steps"));
  const auto refresh = [this] { update(); };
  connect(&session_, &Session::thumbnails_changed, this, refresh);
  connect(&session_, &Session::step_changed, this, refresh);
  connect(&session_, &Session::episode_changed, this, refresh);
}

QSize Filmstrip::sizeHint() const {
  return {480, picture_height + 2 * padding + fontMetrics().height() + 2};
}

QRect Filmstrip::cell(int step) const {
  return cell_of(step, session_.last_step() + 1, width(), height());
}

Filmstrip::Caption Filmstrip::caption(int step) const {
  const int room = cell(step).width() - 2 * gap;
  Caption caption{session_.step_caption(step), font()};
  caption.font.setBold(step == session_.step());
  const auto width = [&] { return QFontMetrics(caption.font).horizontalAdvance(caption.text); };
  if (width() <= room) return caption;
  caption.text = session_.step_short_caption(step);
  // Somewhat smaller letters before any of them is lost.
  const double size = caption.font.pointSizeF();
  for (double part = 0.95; size > 0 && part > min_letters && width() > room; part -= 0.05)
    caption.font.setPointSizeF(part * size);
  caption.text = QFontMetrics(caption.font).elidedText(caption.text, Qt::ElideRight, room);
  return caption;
}

int Filmstrip::step_at(int x) const {
  for (int step = 0; step < session_.last_step(); ++step)
    if (x <= cell(step).right()) return step;
  return session_.last_step();
}

void Filmstrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  for (int step = 0; step <= session_.last_step(); ++step) draw_cell(painter, step);
}

void Filmstrip::draw_cell(QPainter& painter, int step) const {
  const QRect area = cell(step).adjusted(gap, 0, -gap, 0);
  const bool chosen = step == session_.step();
  const QRect room(area.left() + padding, padding, area.width() - 2 * padding, picture_height);
  const QImage image = session_.thumbnail(step);
  QRect picture = room;
  if (!image.isNull()) {
    // As high as the strip; where the cells are narrow, the middle of the picture.
    const QSize whole = image.size().scaled(4 * room.width(), room.height(), Qt::KeepAspectRatio);
    const QSize size = whole.boundedTo(room.size());
    picture = QRect(room.center() - QPoint(size.width() / 2, size.height() / 2), size);
    const double scale = double(image.height()) / whole.height();
    const QRectF part(0.5 * (whole.width() - size.width()) * scale, 0, size.width() * scale, image.height());
    if (chosen) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(palette().highlight());
      painter.drawRoundedRect(picture.adjusted(-3, -3, 3, 3), 3, 3);
    }
    painter.drawImage(QRectF(picture), image, part);
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().mid());
    painter.drawRoundedRect(room.adjusted(2, 2, -2, -2), 3, 3);
  }

  if (step > 0 && step == session_.best_step()) {
    // In a corner, and small where the pictures are small.
    const double radius = std::clamp(picture.width() / 8.0, 5.0, 8.0);
    const QPointF centre = QPointF(picture.topRight()) + QPointF(-radius - 1, radius + 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 170));
    painter.drawEllipse(centre, radius, radius);
    draw_badge(painter, centre, radius * 0.75);
  }

  const auto [text, font] = caption(step);
  painter.save();
  painter.setFont(font);
  painter.setPen(palette().color(QPalette::WindowText));
  const int top = picture_height + 2 * padding + 1;
  painter.drawText(QRect(area.left(), top, area.width(), height() - top), Qt::AlignHCenter | Qt::AlignTop,
                   text);
  painter.restore();
}

void Filmstrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) session_.set_step(step_at(int(event->position().x())));
}

void Filmstrip::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) session_.set_step(step_at(int(event->position().x())));
}

void Filmstrip::wheelEvent(QWheelEvent* event) {
  // A turn towards the user goes on to the next picture; touch pads report small parts of a notch.
  wheel_ -= event->angleDelta().y() + event->angleDelta().x();
  const int steps = wheel_ / 120;
  wheel_ -= steps * 120;
  if (steps) session_.set_step(session_.step() + steps);
  event->accept();
}

bool Filmstrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int step = step_at(help->pos().x());
  QString text = step == 0 ? tr("The photo as it was") : session_.step_title(step);
  if (step > 0 && step == session_.best_step()) text += '\n' + tr("Rated best by the agent");
  if (step < int(session_.scores().size()))
    text += '\n' + tr("%1: %2").arg(session_.measure().name,
                                    QLocale().toString(session_.scores()[std::size_t(step)], 'f', 2));
  QToolTip::showText(help->globalPos(), text, this, cell(step));
  return true;
}

ScoreCurve::ScoreCurve(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(session_.measure().name);
  setToolTip(session_.measure().tip);
  connect(&session_, &Session::step_changed, this, [this] { update(); });
  connect(&session_, &Session::scores_changed, this, [this] { update(); });
  // Keeps its place until the first episode says that there is nothing to show.
  connect(&session_, &Session::episode_changed, this, [this] {
    setVisible(int(session_.scores().size()) == session_.last_step() + 1);
    update();
  });
}

void ScoreCurve::paintEvent(QPaintEvent*) {
  const auto& scores = session_.scores();
  const int count = session_.last_step() + 1;
  if (int(scores.size()) != count) return;
  const auto [low, high] = std::minmax_element(scores.begin(), scores.end());
  // Below what falls there is some way left to go, as far as it is not nothing already.
  const double left = session_.measure().falling ? std::min(*low, (*high - *low) / 4) : 0;
  const double bottom = *low - left, span = *high - bottom, room = height() - 16;
  const auto point = [&](int step) {
    const QRect cell = cell_of(step, count, width(), height());
    const double part = span > 0 ? (scores[std::size_t(step)] - bottom) / span : 0.5;
    return QPointF(cell.left() + cell.width() / 2.0, 8 + room * (1 - part));
  };
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPolygonF line;
  for (int step = 0; step < count; ++step) line << point(step);
  QPolygonF area = line;
  area << QPointF(line.last().x(), height()) << QPointF(line.first().x(), height());
  QColor fill = palette().highlight().color();
  fill.setAlpha(36);
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  painter.drawPolygon(area);
  painter.setPen(QPen(palette().highlight(), 1.5));
  painter.drawPolyline(line);
  for (int step = 0; step < count; ++step) {
    const bool chosen = step == session_.step();
    painter.setPen(QPen(palette().highlight(), 1.5));
    painter.setBrush(chosen ? palette().highlight() : palette().window());
    painter.drawEllipse(point(step), chosen ? 4.5 : 3, chosen ? 4.5 : 3);
    if (step > 0 && step == session_.best_step()) draw_badge(painter, point(step), 6.5);
  }
}

void ScoreCurve::mousePressEvent(QMouseEvent* event) {
  const int count = session_.last_step() + 1;
  const int x = std::clamp(int(event->position().x()), 0, width() - 1);
  session_.set_step(x * count / std::max(1, width()));
}

} // namespace penumbra::ui
