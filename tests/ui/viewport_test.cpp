// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preview/viewport.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::ui;

namespace {

Viewport big(Size view = {1000, 700}) {
  Viewport viewport({6000, 4000});
  viewport.set_view(view);
  return viewport;
}

TEST(Viewport, FitsAndStaysFitted) {
  Viewport viewport = big();
  EXPECT_TRUE(viewport.fitted());
  EXPECT_DOUBLE_EQ(viewport.zoom(), 1.0 / 6);
  EXPECT_EQ(viewport.photo_rect(), QRect(0, 17, 1000, 667));
  EXPECT_EQ(viewport.level(), (Size{1000, 667})) << "drawn from a picture of exactly that size";
  EXPECT_EQ(viewport.level(), viewport.overview());
  viewport.set_view({600, 700});
  EXPECT_DOUBLE_EQ(viewport.zoom(), 0.1);
}

TEST(Viewport, SmallPhotosAreEnlargedFromTheirOwnPixels) {
  Viewport viewport({100, 50});
  viewport.set_view({1000, 700});
  EXPECT_DOUBLE_EQ(viewport.zoom(), 10.0);
  EXPECT_EQ(viewport.level(), (Size{100, 50}));
  EXPECT_EQ(viewport.overview(), (Size{100, 50}));
}

TEST(Viewport, ZoomKeepsThePlaceUnderThePointer) {
  Viewport viewport = big();
  const QPointF pointer(700, 300);
  const QPointF place = viewport.to_photo(pointer);
  for (const double factor : {1.25, 1.25, 2.0, 2.0, 0.8}) {
    viewport.zoom_by(factor, pointer);
    EXPECT_NEAR(viewport.to_photo(pointer).x(), place.x(), 1e-6);
    EXPECT_NEAR(viewport.to_photo(pointer).y(), place.y(), 1e-6);
  }
  EXPECT_FALSE(viewport.fitted());
}

TEST(Viewport, ZoomHasEnds) {
  Viewport viewport = big();
  viewport.zoom_to(1000, {0, 0});
  EXPECT_DOUBLE_EQ(viewport.zoom(), Viewport::max_zoom);
  viewport.zoom_to(0.0001, {0, 0});
  EXPECT_DOUBLE_EQ(viewport.zoom(), viewport.fit_zoom());
}

TEST(Viewport, At100PercentAPixelIsAPixel) {
  Viewport viewport = big();
  viewport.zoom_to(1.0, {500, 350});
  EXPECT_EQ(viewport.level(), (Size{6000, 4000}));
  EXPECT_EQ(viewport.visible().size(), QSize(1000, 700));
  const QRect part(1024, 512, 512, 512);
  EXPECT_EQ(viewport.place({6000, 4000}, part).size(), part.size()) << "copied, not interpolated";
}

TEST(Viewport, BetweenFitAnd100PercentAHalvingIsDrawn) {
  Viewport viewport = big();
  viewport.zoom_to(0.6, {500, 350});
  EXPECT_EQ(viewport.level(), (Size{6000, 4000})) << "never enlarged";
  viewport.zoom_to(0.5, {500, 350});
  EXPECT_EQ(viewport.level(), (Size{3000, 2000}));
  viewport.zoom_to(0.3, {500, 350});
  EXPECT_EQ(viewport.level(), (Size{3000, 2000}));
  viewport.zoom_to(0.2, {500, 350});
  EXPECT_EQ(viewport.level(), (Size{1500, 1000}));
}

TEST(Viewport, PanStopsAtTheEdges) {
  Viewport viewport = big();
  viewport.pan({50, 50});
  EXPECT_EQ(viewport.photo_rect(), QRect(0, 17, 1000, 667)) << "a fitted photo does not move";
  viewport.zoom_to(1.0, {500, 350});
  const QPointF before = viewport.to_photo({0, 0});
  viewport.pan({30, -20});
  EXPECT_EQ(viewport.to_photo({0, 0}), before + QPointF(-30, 20)) << "the photo follows the pointer";
  viewport.pan({1e6, 1e6});
  EXPECT_EQ(viewport.visible(), QRect(0, 0, 1000, 700));
  viewport.pan({-1e6, -1e6});
  EXPECT_EQ(viewport.visible(), QRect(5000, 3300, 1000, 700));
}

TEST(Viewport, NeighbouringTilesMeet) {
  Viewport viewport = big({997, 701});
  viewport.zoom_to(0.37, {500, 350});
  const Size level = viewport.level();
  for (int x = 0; x + 1024 <= level.width; x += 512) {
    const QRect left = viewport.place(level, {x, 0, 512, 512});
    const QRect right = viewport.place(level, {x + 512, 0, 512, 512});
    EXPECT_EQ(left.right() + 1, right.left());
  }
}

TEST(Viewport, VisibleCoversTheView) {
  Viewport viewport = big({997, 701});
  for (const double zoom : {0.2, 0.37, 0.74, 1.0, 1.9, 7.3}) {
    viewport.zoom_to(zoom, {123, 456});
    const QRect seen = viewport.photo_rect() & QRect(0, 0, 997, 701);
    EXPECT_TRUE(viewport.place(viewport.level(), viewport.visible()).contains(seen)) << zoom;
  }
}

} // namespace
