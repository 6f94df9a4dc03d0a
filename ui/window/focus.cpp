// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/focus.hpp"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QFocusEvent>
#include <QPainter>
#include <QWidget>
#include <algorithm>

namespace penumbra::ui {
namespace {

QRect place_in_window(const QWidget& widget) {
  return {widget.mapTo(widget.window(), QPoint(0, 0)), widget.size()};
}

constexpr int ring_width = 2;

class Ring : public QWidget {
 public:
  explicit Ring(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("focus ring"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const double half = ring_width / 2.0;
    painter.setPen(QPen(palette().color(QPalette::WindowText), ring_width));
    painter.drawRect(QRectF(rect()).adjusted(half, half, -half, -half));
  }
};

/// What Tab stops at within a block, line by line.
std::vector<QWidget*> stops_of(QWidget* block) {
  std::vector<QWidget*> rest;
  const auto add = [&](QWidget* widget) {
    if (widget->focusPolicy() & Qt::TabFocus && !widget->focusProxy() && widget->isVisible() &&
        widget->isEnabled())
      rest.push_back(widget);
  };
  add(block);
  for (QWidget* widget : block->findChildren<QWidget*>()) add(widget);
  std::stable_sort(rest.begin(), rest.end(), [](const QWidget* a, const QWidget* b) {
    return place_in_window(*a).top() < place_in_window(*b).top();
  });
  std::vector<QWidget*> sorted;
  while (!rest.empty()) {
    const int bottom = place_in_window(*rest.front()).bottom();
    const auto same_line = [&](const QWidget* widget) {
      return place_in_window(*widget).center().y() <= bottom;
    };
    const auto end = std::stable_partition(rest.begin(), rest.end(), same_line);
    std::stable_sort(rest.begin(), end, [](const QWidget* a, const QWidget* b) {
      return place_in_window(*a).left() < place_in_window(*b).left();
    });
    sorted.insert(sorted.end(), rest.begin(), end);
    rest.erase(rest.begin(), end);
  }
  return sorted;
}

} // namespace

bool move_focus(const std::vector<QWidget*>& blocks, const QWidget* from, bool next) {
  std::vector<QWidget*> stops;
  for (QWidget* block : blocks)
    for (QWidget* stop : stops_of(block)) stops.push_back(stop);
  if (stops.empty()) return false;
  const auto now = std::find(stops.begin(), stops.end(), from);
  const std::size_t count = stops.size(), at = std::size_t(now - stops.begin());
  const std::size_t to = now == stops.end() ? (next ? 0 : count - 1) : (at + (next ? 1 : count - 1)) % count;
  stops[to]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
  return true;
}

FocusRing::FocusRing(QWidget* window) : QObject(window), window_(window), ring_(new Ring(window)) {
  ring_->hide();
  qApp->installEventFilter(this);
}

/// Around what is seen of the widget: part of it may be scrolled away.
void FocusRing::place() {
  if (!focused_ || !focused_->isVisible()) return ring_->hide();
  QRect seen = place_in_window(*focused_);
  for (const QWidget* around = focused_->parentWidget(); around && around != window_;
       around = around->parentWidget())
    if (const auto* area = qobject_cast<const QAbstractScrollArea*>(around->parentWidget());
        area && area->viewport() == around)
      seen &= place_in_window(*around);
  if (seen.isEmpty()) return ring_->hide();
  ring_->setGeometry(seen.adjusted(-ring_width, -ring_width, ring_width, ring_width) & window_->rect());
  ring_->raise();
  ring_->show();
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
  case QEvent::FocusIn:
  case QEvent::FocusOut: {
    auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->window() != window_ || widget == window_) break;
    const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
    const bool by_keyboard =
        reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
    if (event->type() == QEvent::FocusIn && by_keyboard)
      focused_ = widget;
    else if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
      focused_ = nullptr;
    place();
    break;
  }
  case QEvent::Move:
  case QEvent::Resize:
  case QEvent::Show:
  case QEvent::Hide:
    if (focused_ && watched != ring_) place();
    break;
  default:
    break;
  }
  return false;
}

} // namespace penumbra::ui
