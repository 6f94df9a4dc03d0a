// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPointF>

class QPainter;

namespace penumbra::ui {

/// The mark of the agent's choice, the same everywhere. Drawn with the painter's brush and pen.
void draw_star(QPainter& painter, QPointF centre, double radius);
/// Golden, as the filmstrip and the curve show it.
void draw_badge(QPainter& painter, QPointF centre, double radius);
QIcon star_icon();

/// Play and pause in the colour of the text beside them: a style's own are black on any ground.
QIcon play_icon(const QColor& colour);
QIcon pause_icon(const QColor& colour);
/// Arrows that turn back, to the left, and forward again.
QIcon undo_icon(const QColor& colour);
QIcon redo_icon(const QColor& colour);

} // namespace penumbra::ui
