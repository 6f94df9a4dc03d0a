// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/histogram.hpp"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace penumbra::ui {
namespace {

constexpr int pause_ms = 60;
constexpr double worth_a_mark = 1e-4; ///< of the picture
constexpr int mark_side = 9;
const QColor colours[] = {QColor(255, 70, 60), QColor(70, 210, 80), QColor(70, 120, 255)};

/// How high a count is drawn, 0…1: by its root, so that small ones are seen beside large ones.
double height_of(int count, int highest) {
  return highest > 0 ? std::min(1.0, std::sqrt(double(count) / highest)) : 0;
}

/// The highest count, but for the ends: what is clipped may tower above all else.
int highest_of(const Levels& levels) {
  int highest = 1;
  for (const auto& counts : levels.counts)
    highest = std::max(highest, *std::max_element(counts.begin() + 1, counts.end() - 1));
  return highest;
}

QPainterPath outline(const std::array<int, 256>& counts, int highest, const QRectF& room) {
  QPainterPath path(room.bottomLeft());
  for (int level = 0; level < 256; ++level)
    path.lineTo(room.left() + room.width() * level / 255,
                room.bottom() - room.height() * height_of(counts[std::size_t(level)], highest));
  path.lineTo(room.bottomRight());
  return path;
}

} // namespace

Histogram::Histogram(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Histogram"));
  pause_.setSingleShot(true);
  pause_.setInterval(pause_ms);
  connect(&pause_, &QTimer::timeout, this, &Histogram::count);
  const auto later = [this] {
    if (!pause_.isActive()) pause_.start();
  };
  connect(&session_, &Session::tile_changed, this, later);
  connect(&session_, &Session::thumbnails_changed, this, later);
  connect(&session_, &Session::step_changed, this, later);
  connect(&session_, &Session::episode_changed, this, later);
}

/// Counted in the picture that fills the view; until that is there, in the small one.
Levels Histogram::levels_of(int step) {
  Levels levels;
  const Size size = session_.overview();
  const auto keys = tiles_of(size, QRect(0, 0, size.width, size.height));
  const bool complete = !keys.empty() && std::all_of(keys.begin(), keys.end(), [&](const TileKey& key) {
    return session_.tile(key, step);
  });
  if (!complete) {
    count_levels(session_.thumbnail(step), levels);
    return levels;
  }
  for (const TileKey& key : keys) count_levels(*session_.tile(key, step), levels);
  return levels;
}

void Histogram::count() {
  shown_ = levels_of(session_.step());
  original_ = levels_of(0);
  const auto percent = [](double part) { return QLocale().toString(100 * part, 'f', part < 0.1 ? 1 : 0); };
  const QString text = tr("White: %1 % of the picture (original: %2 %). Black: %3 % (original: %4 %).")
                           .arg(percent(shown_.white_part()), percent(original_.white_part()),
                                percent(shown_.black_part()), percent(original_.black_part()));
  setAccessibleDescription(text);
  setToolTip(tr("How many pixels are how light: the picture shown is filled, the original is a line. A mark "
                "at the right says that something is white with no detail left, one at the left that it is "
                "black. Click to see where (C).") +
             '\n' + text);
  update();
}

void Histogram::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF all = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(palette().color(QPalette::Mid));
  painter.setBrush(QColor(28, 28, 28)); // under light themes, too: colours are seen on it
  painter.drawRect(all);
  if (shown_.pixels == 0) return;
  const QRectF room = all.adjusted(3, mark_side + 4, -3, -2);
  const int highest = highest_of(shown_);
  painter.setCompositionMode(QPainter::CompositionMode_Plus);
  painter.setPen(Qt::NoPen);
  for (std::size_t c = 0; c < 3; ++c) {
    painter.setBrush(colours[c].darker(140));
    painter.drawPath(outline(shown_.counts[c], highest, room));
  }
  painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
  std::array<int, 256> before{};
  for (std::size_t level = 0; level < 256; ++level)
    before[level] =
        (original_.counts[0][level] + original_.counts[1][level] + original_.counts[2][level]) / 3;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(225, 225, 225), 1));
  Levels of_before;
  of_before.counts.fill(before);
  painter.drawPath(outline(before, highest_of(of_before), room));

  const auto mark = [&](bool white, double part) {
    const double tip = white ? all.right() - 4 : all.left() + 4, way = white ? -1 : 1;
    QPainterPath triangle(QPointF(tip, all.top() + 3));
    triangle.lineTo(tip + way * mark_side, all.top() + 3);
    triangle.lineTo(tip, all.top() + 3 + mark_side);
    triangle.closeSubpath();
    painter.setPen(QPen(QColor(150, 150, 150), 1));
    painter.setBrush(part <= worth_a_mark ? Qt::NoBrush
                                          : QBrush(white ? QColor(255, 32, 32) : QColor(60, 120, 255)));
    painter.drawPath(triangle);
  };
  mark(true, shown_.white_part());
  mark(false, shown_.black_part());
}

void Histogram::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT clipping_wanted();
}

} // namespace penumbra::ui
