// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/tooltips.hpp"

#include <QApplication>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QPointer>
#include <QTextDocument>
#include <QToolTip>
#include <QWidget>

namespace penumbra::ui {
namespace {

constexpr int letters_a_line = 56;

class Wrapper : public QObject {
 public:
  using QObject::QObject;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::ToolTip) return false;
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (!widget || widget->toolTip().isEmpty() || Qt::mightBeRichText(widget->toolTip())) return false;
    // Shown for no widget: a border that it has would otherwise be drawn around the tip as well.
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(),
                       wrapped(widget->toolTip(), QFontMetrics(QToolTip::font())));
    return true;
  }
};

} // namespace

QString wrapped(const QString& text, const QFontMetrics& metrics) {
  const int room = letters_a_line * metrics.averageCharWidth();
  QStringList lines;
  for (const QString& paragraph : text.split('\n')) {
    QString line;
    for (const QString& word : paragraph.split(' ')) {
      const QString longer = line.isEmpty() ? word : line + ' ' + word;
      if (!line.isEmpty() && metrics.horizontalAdvance(longer) > room) {
        lines << line;
        line = word;
      } else {
        line = longer;
      }
    }
    lines << line;
  }
  return lines.join('\n');
}

void wrap_tooltips() {
  static QPointer<Wrapper> wrapper;
  if (wrapper) return;
  wrapper = new Wrapper(qApp);
  qApp->installEventFilter(wrapper);
}

} // namespace penumbra::ui
