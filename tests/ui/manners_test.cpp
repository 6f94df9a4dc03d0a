// SPDX-License-Identifier: GPL-3.0-or-later
// What every window owes to keyboard and eye: the order of Tab, a visible focus, tips that can be read.

#include "tests/ui/every_tool.hpp"
#include "ui/tool/local_exposure/segment_row.hpp"
#include "ui/widget/tooltips.hpp"
#include "ui/window/theme.hpp"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QHelpEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleOptionSlider>
#include <QTest>
#include <QToolTip>
#include <tuple>

using namespace penumbra;
using namespace penumbra::ui;

namespace {

class Manners : public test::EveryTool {
 protected:
  static QRect place(const QWidget& widget) {
    return {widget.mapTo(widget.window(), QPoint(0, 0)), widget.size()};
  }
  /// What Tab comes to, one after the other, until it has been round.
  static std::vector<QWidget*> round(Dialog& dialog) {
    std::vector<QWidget*> stops;
    for (int i = 0; i < 200; ++i) {
      QTest::keyClick(dialog.focusWidget(), Qt::Key_Tab);
      QWidget* now = dialog.focusWidget();
      if (!stops.empty() && now == stops.front()) break;
      stops.push_back(now);
    }
    return stops;
  }
  static std::string name_of(const QWidget& widget) {
    return widget.metaObject()->className() +
           (' ' + widget.accessibleName() + widget.property("text").toString()).toStdString();
  }
};

TEST_F(Manners, TabGoesAsTheEyeDoes) {
  in_every_tool([&](Dialog& dialog) {
    const std::vector<QWidget*> stops = round(dialog);
    EXPECT_GT(stops.size(), 18u);
    for (QWidget* widget : dialog.findChildren<QWidget*>())
      if (widget->focusPolicy() & Qt::TabFocus && widget->isVisible() && widget->isEnabled() &&
          !widget->focusProxy()) {
        EXPECT_NE(std::find(stops.begin(), stops.end(), widget), stops.end()) << name_of(*widget);
      }
    // The picture's side, the tool's side, the row of buttons; in each downwards, in a line to the right.
    const int side = place(*dialog.findChild<ToolPanel*>()).left();
    const int bottom = place(*dialog.findChild<QDialogButtonBox*>()).top() - 3;
    const auto block = [&](const QRect& at) {
      return at.center().y() > bottom ? 2 : at.left() >= side ? 1 : 0;
    };
    const auto first = std::min_element(stops.begin(), stops.end(), [&](QWidget* a, QWidget* b) {
      const QRect p = place(*a), q = place(*b);
      return std::tuple(block(p), p.top(), p.left()) < std::tuple(block(q), q.top(), q.left());
    });
    std::vector<QWidget*> in_order(first, stops.end());
    in_order.insert(in_order.end(), stops.begin(), first);
    for (std::size_t i = 1; i < in_order.size(); ++i) {
      const QRect before = place(*in_order[i - 1]), now = place(*in_order[i]);
      const bool right = now.left() >= before.right() && now.top() <= before.bottom();
      EXPECT_TRUE(block(now) > block(before) ||
                  (block(now) == block(before) && (right || now.bottom() > before.top())))
          << name_of(*in_order[i - 1]) << " -> " << name_of(*in_order[i]);
    }
    EXPECT_EQ(in_order.back()->property("text").toString(), "Cancel");
  });
}

TEST_F(Manners, SegmentsAreReachedBeforeOk) {
  in_every_tool([&](Dialog& dialog) {
    const auto rows = dialog.findChildren<SegmentRow*>();
    if (rows.isEmpty()) return;
    const std::vector<QWidget*> stops = round(dialog);
    const auto at = [&](auto is) { return std::find_if(stops.begin(), stops.end(), is) - stops.begin(); };
    const auto ok = at([](QWidget* w) { return w->property("text").toString() == "OK"; });
    for (const SegmentRow* row : rows) {
      const auto segment = at([&](QWidget* w) { return row->isAncestorOf(w); });
      EXPECT_LT(segment, ok);
    }
  });
}

TEST_F(Manners, TheFocusIsSeenOnEverything) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    use_theme(theme);
    in_every_tool([&](Dialog& dialog) {
      for (QWidget* stop : round(dialog)) {
        stop->setFocus(Qt::TabFocusReason);
        run_events();
        const QRect around = place(*stop).adjusted(-4, -4, 4, 4) & dialog.rect();
        const QImage with = dialog.grab(around).toImage().convertToFormat(QImage::Format_RGB32);
        auto* frame = dialog.findChild<QWidget*>("focus ring");
        ASSERT_TRUE(frame && frame->isVisible()) << name_of(*stop);
        frame->hide();
        const QImage without = dialog.grab(around).toImage().convertToFormat(QImage::Format_RGB32);
        frame->show();
        int seen = 0;
        for (int y = 0; y < with.height(); ++y)
          for (int x = 0; x < with.width(); ++x)
            seen += std::abs(qGray(with.pixel(x, y)) - qGray(without.pixel(x, y))) > 60;
        EXPECT_GT(seen, with.width() / 2) << name_of(*stop) << " in theme " << int(theme);
      }
    });
  }
  use_theme(Theme::system);
}

TEST_F(Manners, TipsAreWrappedAndHaveNoBorderOfTheirWidgets) {
  int tips = 0;
  in_every_tool([&](Dialog& dialog) {
    for (QWidget* widget : dialog.findChildren<QWidget*>()) {
      if (widget->toolTip().isEmpty() || !widget->isVisible()) continue;
      QHelpEvent help(QEvent::ToolTip, widget->rect().center(), widget->mapToGlobal(widget->rect().center()));
      QCoreApplication::sendEvent(widget, &help);
      const QString shown = QToolTip::text();
      EXPECT_EQ(QString(shown).replace('\n', ' '), QString(widget->toolTip()).replace('\n', ' '));
      const QFontMetrics metrics(QToolTip::font());
      for (const QString& line : shown.split('\n'))
        EXPECT_LE(metrics.horizontalAdvance(line), 60 * metrics.averageCharWidth()) << line.toStdString();
      for (QWidget* tip : QApplication::topLevelWidgets())
        if (tip->inherits("QTipLabel") && tip->isVisible()) {
          EXPECT_EQ(tip->property("_q_stylesheet_parent").value<QWidget*>(), nullptr);
        }
      ++tips;
    }
    QToolTip::hideText();
  });
  EXPECT_GT(tips, 40);
}

TEST_F(Manners, TipsKeepTheirParagraphsAndLongWords) {
  const QFontMetrics metrics(QToolTip::font());
  const QString path(200, 'x');
  EXPECT_EQ(wrapped("one\ntwo", metrics), "one\ntwo");
  EXPECT_EQ(wrapped("see " + path, metrics), "see\n" + path);
}

TEST_F(Manners, ASliderIsOnTheLineOfItsLabel) {
  in_every_tool([&](Dialog& dialog) {
    for (const QLabel* label : dialog.findChildren<QLabel*>()) {
      auto* slider = qobject_cast<QSlider*>(label->buddy());
      if (!slider || !slider->isVisible()) continue;
      QStyleOptionSlider option;
      option.initFrom(slider);
      option.orientation = Qt::Horizontal;
      option.minimum = slider->minimum(), option.maximum = slider->maximum();
      option.tickPosition = slider->tickPosition();
      const QRect handle =
          slider->style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, slider);
      const int on_slider = slider->mapTo(&dialog, handle.center()).y();
      EXPECT_NEAR(on_slider, place(*label).center().y(), 2) << label->text().toStdString();
    }
  });
}

TEST_F(Manners, ItIsSaidThatTheCommandWasCopied) {
  in_every_tool([&](Dialog& dialog) {
    for (auto* button : dialog.findChildren<QPushButton*>())
      if (button->text() == "Copy as Command Line") {
        button->click();
        EXPECT_EQ(button->text(), "Copied");
        EXPECT_TRUE(QApplication::clipboard()->text().startsWith("penumbra "));
        EXPECT_TRUE(wait([&] { return button->text() == "Copy as Command Line"; }));
      }
  });
}

TEST_F(Manners, NothingScrollsBesideEmptySpaceOnASmallScreen) {
  in_every_tool([&](Dialog& dialog) {
    dialog.resize(1024, 768 - 60);
    run_events();
    for (const auto* area : dialog.findChildren<QScrollArea*>()) {
      if (area->verticalScrollBar()->maximum() == 0) continue;
      // Below the list there is only what must be there: the button, and the row at the bottom.
      const int end = place(*area).bottom();
      int used = 0;
      for (const QWidget* widget : area->window()->findChildren<QWidget*>())
        if (widget->isVisible() && place(*widget).top() > end && widget->inherits("QAbstractButton"))
          used = std::max(used, place(*widget).top() - end);
      EXPECT_LE(area->window()->height() - end, 90) << area->metaObject()->className();
      EXPECT_GT(used, 0);
    }
  });
}

} // namespace
