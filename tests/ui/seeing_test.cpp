// SPDX-License-Identifier: GPL-3.0-or-later
// Histogram, clipping, and the reference beside the picture.

#include "tests/ui/every_tool.hpp"
#include "ui/preview/levels.hpp"
#include "ui/tool/match_look/recent.hpp"
#include "ui/tool/match_look/reference_box.hpp"
#include "ui/widget/histogram.hpp"
#include "ui/widget/preview.hpp"

#include <QMenu>
#include <QTest>
#include <QToolButton>

using namespace penumbra;
using namespace penumbra::ui;

namespace {

class Seeing : public test::EveryTool {
 protected:
  static QToolButton* button(Dialog& dialog, const QString& text) {
    for (auto* each : dialog.findChildren<QToolButton*>())
      if (each->text() == text) return each;
    return nullptr;
  }
};

TEST(Levels, CountsWhatIsThere) {
  QImage picture(4, 2, QImage::Format_RGB32);
  picture.fill(qRgb(10, 20, 30));
  picture.setPixel(0, 0, qRgb(255, 20, 30)); // one channel is enough to be clipped at the top
  picture.setPixel(1, 0, qRgb(0, 0, 0));
  picture.setPixel(2, 0, qRgb(0, 0, 1)); // a saturated colour is not black
  Levels levels;
  count_levels(picture, levels);
  EXPECT_EQ(levels.pixels, 8);
  EXPECT_EQ(levels.counts[0][10], 5);
  EXPECT_EQ(levels.counts[0][255], 1);
  EXPECT_EQ(levels.counts[2][30], 6);
  EXPECT_DOUBLE_EQ(levels.white_part(), 1 / 8.0);
  EXPECT_DOUBLE_EQ(levels.black_part(), 1 / 8.0);
  const QImage marks = clipping_of(picture);
  EXPECT_GT(qRed(marks.pixel(0, 0)), 200);
  EXPECT_GT(qBlue(marks.pixel(1, 0)), 200);
  EXPECT_EQ(qAlpha(marks.pixel(2, 0)), 0);
  EXPECT_EQ(qAlpha(marks.pixel(3, 1)), 0);
}

TEST(Levels, TransparentPixelsDoNotCount) {
  QImage picture(2, 1, QImage::Format_ARGB32_Premultiplied);
  picture.fill(0);
  picture.setPixel(1, 0, qPremultiply(qRgba(200, 100, 50, 128)));
  Levels levels;
  count_levels(picture, levels);
  EXPECT_EQ(levels.pixels, 1);
  EXPECT_EQ(levels.black, 0);
  EXPECT_NEAR(qRed(qUnpremultiply(picture.pixel(1, 0))), 200, 2);
}

TEST_F(Seeing, TheHistogramIsThatOfTheStateShown) {
  in_every_tool([&](Dialog& dialog) {
    dialog.resize(1000, 800);
    Session& session = dialog.session();
    session.set_step(0);
    const Histogram& histogram = dialog.histogram();
    ASSERT_TRUE(wait([&] { return histogram.shown().pixels > 0 && histogram.original().pixels > 0; }));
    const auto mean = [](const Levels& levels) {
      double sum = 0;
      for (std::size_t level = 0; level < 256; ++level) sum += double(level) * levels.counts[1][level];
      return sum / double(levels.pixels);
    };
    ASSERT_TRUE(wait([&] { return std::abs(mean(histogram.shown()) - mean(histogram.original())) < 0.01; }));
    session.set_step(session.last_step());
    ASSERT_TRUE(wait([&] { return mean(histogram.shown()) > mean(histogram.original()) + 5; }))
        << "every one of the stand-ins brightens";
    EXPECT_TRUE(histogram.isVisible());
    EXPECT_TRUE(histogram.toolTip().contains("White: "));
  });
}

TEST_F(Seeing, ClippingIsMarkedByKeyButtonAndHistogramBeforeAndAfter) {
  Image photo = test::sample_photo(200, 150);
  for (int y = 0; y < 150; ++y)
    for (int x = 0; x < 200; ++x)
      for (int c = 0; c < 3; ++c) {
        if (y < 40) photo.at(x, y, c) = 1.0f;
        if (y >= 110) photo.at(x, y, c) = 0.0f;
      }
  const DialogInput input = test::fake_input(agents, std::move(photo));
  test::LowLightSession session(input);
  Dialog dialog(session, new ParameterPanel(session, input), "sample", "");
  dialog.show();
  ASSERT_TRUE(settle(session));
  Preview& preview = dialog.preview();
  preview.set_mode(Preview::Mode::side_by_side);
  const auto marked = [&](double x, double y) { // a place in the half of a pane
    const QImage shown = preview.grab().toImage();
    const QRect all = preview.viewport().photo_rect();
    const QColor colour =
        shown.pixelColor(int(all.left() + x * all.width()), int(all.top() + y * all.height()));
    return colour.red() > 200 && colour.blue() < 80   ? 'w'
           : colour.blue() > 200 && colour.red() < 80 ? 'b'
                                                      : '-';
  };
  ASSERT_TRUE(wait([&] { return dialog.histogram().shown().white > 0; }));
  const double right =
      double(preview.width()) / preview.viewport().photo_rect().width() / 2; // the other pane
  EXPECT_EQ(marked(0.5, 0.1), '-');
  QTest::keyClick(&dialog, Qt::Key_C);
  EXPECT_TRUE(preview.clipping());
  EXPECT_TRUE(button(dialog, "Clipping")->isChecked());
  for (const double pane : {0.0, right}) {
    EXPECT_EQ(marked(pane + 0.5, 0.1), 'w') << pane;
    EXPECT_EQ(marked(pane + 0.5, 0.9), 'b') << pane;
    EXPECT_EQ(marked(pane + 0.5, 0.5), '-') << pane;
  }
  button(dialog, "Clipping")->click();
  EXPECT_EQ(marked(0.5, 0.1), '-');
  QTest::mouseClick(&dialog.histogram(), Qt::LeftButton);
  EXPECT_EQ(marked(0.5, 0.1), 'w');
  EXPECT_GT(dialog.histogram().shown().white_part(), 0.2);
}

TEST_F(Seeing, TheReferenceIsSeenBesideThePictureAndZoomedAlong) {
  in_every_tool([&](Dialog& dialog) {
    Preview& preview = dialog.preview();
    QToolButton* mode = button(dialog, "Reference");
    const bool match = dialog.findChild<MatchLookPanel*>() != nullptr;
    EXPECT_EQ(mode->isVisible(), match);
    QTest::keyClick(&dialog, Qt::Key_R);
    EXPECT_EQ(preview.mode() == Preview::Mode::reference, match) << "other tools have none";
    if (!match) return;
    // The stand-in reference is the sample photo, lighter by 0.2, and of the photo's shape.
    const QImage view = dialog.session().reference_view();
    ASSERT_EQ(view.size(), QSize(120, 90));
    const auto seen = [&](int from_bottom) { // in the middle of the pane, so far above the lower end
      const QImage shown = preview.grab().toImage();
      return qGray(shown.pixel((preview.width() - 4) / 4, preview.height() - from_bottom));
    };
    EXPECT_NEAR(seen(preview.height() / 2), qGray(view.pixel(60, 45)), 3) << "fitted, in the middle";
    preview.zoom_to(preview.viewport().zoom() * 6);
    preview.pan_by({0, -9000}); // to the lower end
    EXPECT_NEAR(seen(8), qGray(view.pixel(60, 89)), 4) << "zoomed and moved along";
    preview.pan_by({0, 9000});
    EXPECT_NEAR(seen(preview.height() - 4), qGray(view.pixel(60, 0)), 4);
    mode->click();
    EXPECT_EQ(preview.mode(), Preview::Mode::reference);
    QTest::keyClick(&dialog, Qt::Key_R);
    EXPECT_EQ(preview.mode(), Preview::Mode::single);
  });
}

TEST_F(Seeing, TheLastTwelveReferencesCanBeChosenAgain) {
  QTemporaryDir cache, looks;
  qputenv("XDG_CACHE_HOME", cache.path().toUtf8());
  const DialogInput input = test::fake_match_input(tuners, test::sample_photo(60, 40));
  const auto file = [&](int i) { return looks.filePath(QStringLiteral("look & %1.png").arg(i)); };
  {
    MatchLookSession session(host::match_look_tool(), input, host::Values(host::match_look_table()));
    MatchLookPanel panel(session, input);
    session.start();
    for (int i = 0; i < 14; ++i) {
      QFile(file(i)).open(QIODevice::WriteOnly);
      session.choose_file(file(i));
      ASSERT_TRUE(wait([&] { return !session.reading(); }));
    }
    session.choose_file(file(5));
    ASSERT_TRUE(wait([&] { return !session.reading(); }));
  }
  QFile::remove(file(7));
  MatchLookSession session(host::match_look_tool(), input,
                           host::Values(host::match_look_table())); // another time
  MatchLookPanel panel(session, input);
  session.start();
  Q_EMIT panel.reference_box().menu()->aboutToShow();
  QStringList names;
  for (const QAction* action : panel.reference_box().recent_menu()->actions()) {
    names << action->text();
    EXPECT_FALSE(action->icon().isNull()) << action->text().toStdString();
  }
  QStringList wanted{"look && 5.png"};
  for (int i : {13, 12, 11, 10, 9, 8, 6, 4, 3, 2}) wanted << QStringLiteral("look && %1.png").arg(i);
  EXPECT_EQ(names, wanted) << "newest first, each once, without what is gone";
  panel.reference_box().recent_menu()->actions().at(1)->trigger();
  ASSERT_TRUE(wait([&] { return !session.reading(); }));
  EXPECT_EQ(session.reference()->file, file(13).toStdString());
}

} // namespace
