// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/picture_part.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace penumbra;

namespace {

/// Something with detail everywhere, of about this brightness.
Image scene(int width, int height, float brightness = 0.4f, int channels = 3) {
  Image out(width, height, channels);
  std::mt19937 random(7);
  std::uniform_real_distribution<float> detail(0.2f, 1.8f);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        out.at(x, y, c) = c == 3 ? 1.0f : std::min(1.0f, brightness * detail(random));
  return out;
}

struct Edges {
  int left, top, right, bottom;
};

/// `inner` with a border of one colour, whose pixels differ by up to `scatter`.
Image framed(const Image& inner, const Edges& e, std::array<float, 3> colour, float scatter = 0) {
  Image out(inner.width + e.left + e.right, inner.height + e.top + e.bottom, inner.channels, inner.encoding);
  std::mt19937 random(3);
  std::uniform_real_distribution<float> noise(-scatter, scatter);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      for (int c = 0; c < out.channels; ++c) {
        const int u = x - e.left, v = y - e.top;
        const bool inside = u >= 0 && v >= 0 && u < inner.width && v < inner.height;
        out.at(x, y, c) = inside ? inner.at(u, v, c) : c < 3 ? colour[std::size_t(c)] + noise(random) : 1.0f;
      }
  return out;
}

std::array<int, 4> part(const Image& photo) {
  const Rect r = picture_part(photo);
  return {r.x, r.y, r.width, r.height};
}

const std::array<int, 4> all{0, 0, 160, 120};

} // namespace

TEST(PicturePart, IsAllOfAPhotoWithoutBorders) {
  EXPECT_EQ(part(scene(160, 120)), all);
  EXPECT_EQ(part(scene(160, 120, 0.02f)), all) << "dark";
  EXPECT_EQ(part(Image(160, 120, 3)), all) << "nothing but black";
  EXPECT_EQ(part(scene(5, 4)), (std::array{0, 0, 5, 4})) << "smaller than any frame";
}

TEST(PicturePart, LeavesBarsAndFramesOfAnyColourOut) {
  const std::array<int, 4> inner{20, 12, 160, 120};
  for (const std::array<float, 3> colour :
       {std::array{0.0f, 0.0f, 0.0f}, {1.0f, 1.0f, 1.0f}, {0.85f, 0.8f, 0.7f}, {0.05f, 0.06f, 0.08f}})
    for (const float scatter : {0.0f, 2 / 255.0f})
      EXPECT_EQ(part(framed(scene(160, 120), {20, 12, 9, 30}, colour, scatter)), inner)
          << colour[0] << ' ' << scatter;
}

TEST(PicturePart, LooksAtEachSideByItself) {
  EXPECT_EQ(part(framed(scene(160, 120), {0, 30, 0, 30}, {0, 0, 0})), (std::array{0, 30, 160, 120}));
  EXPECT_EQ(part(framed(scene(160, 120), {25, 0, 40, 0}, {0, 0, 0})), (std::array{25, 0, 160, 120}));
  EXPECT_EQ(part(framed(scene(160, 120), {0, 0, 0, 22}, {1, 1, 1})), (std::array{0, 0, 160, 120}));
}

TEST(PicturePart, FindsAFrameWithinAFrame) {
  const Image line = framed(scene(160, 120), {6, 6, 6, 6}, {0, 0, 0});
  EXPECT_EQ(part(framed(line, {20, 20, 20, 20}, {1, 1, 1})), (std::array{26, 26, 160, 120}));
}

TEST(PicturePart, IsTheSameInLinearLightAndInGrey) {
  const Image photo = framed(scene(160, 120), {20, 12, 9, 30}, {0.5f, 0.5f, 0.5f}, 1 / 255.0f);
  EXPECT_EQ(part(convert(photo, Encoding::linear)), part(photo));
  EXPECT_EQ(part(framed(scene(160, 120, 0.4f, 1), {10, 10, 10, 10}, {1, 1, 1})),
            (std::array{10, 10, 160, 120}));
}

TEST(PicturePart, LeavesTransparentBordersOutWhateverTheyHide) {
  Image photo = framed(scene(160, 120, 0.4f, 4), {20, 12, 9, 30}, {0, 0, 0});
  std::mt19937 random(5);
  std::uniform_real_distribution<float> any(0, 1);
  for (int y = 0; y < photo.height; ++y)
    for (int x = 0; x < photo.width; ++x)
      if (x < 20 || y < 12 || x >= 180 || y >= 132)
        for (int c = 0; c < 4; ++c) photo.at(x, y, c) = c < 3 ? any(random) : 0;
  EXPECT_EQ(part(photo), (std::array{20, 12, 160, 120}));
  for (int i = 3; i < int(photo.pixels.size()); i += 4) photo.pixels[std::size_t(i)] = 0;
  EXPECT_EQ(part(photo), (std::array{0, 0, 189, 162})) << "nothing is visible";
}

TEST(PicturePart, KeepsTheEvenPartsOfAPhoto) {
  Image sky = scene(160, 120); // clipped above hills
  for (int x = 0; x < 160; ++x)
    for (int y = 0; y < 40 + int(20 * std::sin(x / 25.0)); ++y)
      for (int c = 0; c < 3; ++c) sky.at(x, y, c) = 1;
  EXPECT_EQ(part(sky), all);
  for (float& v : sky.pixels) v = v == 1 ? 0 : v;
  EXPECT_EQ(part(sky), all) << "a night sky";

  Image product(160, 120, 3); // on white, with straight edges that do not reach the corners
  for (float& v : product.pixels) v = 1;
  for (int y = 20; y < 100; ++y)
    for (int x = 50; x < 110; ++x) product.at(x, y, 0) = product.at(x, y, 1) = 0.3f;
  EXPECT_EQ(part(product), all);
}

TEST(PicturePart, TakesAWidePartForABarOnlyWhereItIsPerfectlyEven) {
  EXPECT_EQ(part(framed(scene(160, 80), {0, 50, 0, 0}, {0.6f, 0.6f, 0.62f}, 3 / 255.0f)),
            (std::array{0, 0, 160, 130}))
      << "haze above the sea";
  EXPECT_EQ(part(framed(scene(160, 80), {0, 50, 0, 50}, {0, 0, 0})), (std::array{0, 50, 160, 80}))
      << "a landscape in a portrait video";
}

TEST(PicturePart, TakesNoGradientForBars) {
  for (const double tones : {8.0, 40.0, 120.0}) // over the width, as 8 bits hold them
    for (const bool across : {true, false}) {
      Image sky(160, 120, 3);
      for (int y = 0; y < 120; ++y)
        for (int x = 0; x < 160; ++x)
          for (int c = 0; c < 3; ++c)
            sky.at(x, y, c) = float(std::round(2 + tones * (across ? x / 160.0 : y / 120.0)) / 255);
      EXPECT_EQ(part(sky), all) << tones << ' ' << across;
    }
}

TEST(PicturePart, TakesNoGradientForABarBecauseAnEdgeIsNear) {
  for (const int width : {60, 90, 160}) // tones of three channels that begin anew within the picture
    for (const int slope : {1, 2, 4}) {
      Image wedges(width, 40, 3);
      for (int y = 0; y < 40; ++y)
        for (int x = 0; x < width; ++x)
          for (int c = 0; c < 3; ++c) wedges.at(x, y, c) = float((x + c * 20) % 60 * slope) / 255;
      EXPECT_EQ(part(wedges), (std::array{0, 0, width, 40})) << width << ' ' << slope;
    }
}

TEST(PicturePart, TakesBrokenPixelsForBlack) {
  Image photo = scene(160, 120);
  for (int x = 0; x < 160; ++x) photo.at(x, 0, 0) = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(part(photo), all);
}
