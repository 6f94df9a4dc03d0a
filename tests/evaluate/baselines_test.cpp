// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/baselines.hpp"

#include "core/metric/colour_difference.hpp"
#include "core/metric/tone.hpp"
#include "tests/metric/pictures.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

using metric::flat;
using metric::picture;
using metric::to_bytes;

TEST(AutoLevels, StretchesEachChannelBetweenItsEnds) {
  // 0…99 and 50…149, each value once in a hundred pixels: the ends lie at the 0.6 % and 99.4 % marks, 0 and
  // 99
  const Image ramp = picture(100, 1, [](int x, int, int c) { return c == 0 ? x : x + 50; });
  const metric::Bytes out = to_bytes(auto_levels(ramp));
  for (const int x : {0, 40, 99})
    for (int c = 0; c < 3; ++c)
      EXPECT_EQ(out.rgb[std::size_t(x * 3 + c)], int(x * 255.0 / 99 + 0.5)) << "x " << x << " channel " << c;
}

TEST(AutoLevels, PassesOverStrayPixels) {
  // one pixel of a thousand at either end is less than 0.6 %
  const Image image = picture(1000, 1, [](int x, int, int) {
    return x == 0 ? 0 : x == 999 ? 255 : 100 + x % 50;
  });
  const metric::Bytes out = to_bytes(auto_levels(image));
  EXPECT_EQ(out.rgb[50 * 3], 0);   // 100
  EXPECT_EQ(out.rgb[49 * 3], 255); // 149
}

TEST(AutoLevels, LeavesAFlatPictureAlone) {
  EXPECT_EQ(to_bytes(auto_levels(flat(30, 60, 90))), to_bytes(flat(30, 60, 90)));
}

TEST(Gamma, BringsTheMeanLumaTo100) {
  for (const int divisor : {1, 4, 20}) {
    const Image dark =
        picture(64, 48, [=](int x, int y, int c) { return metric::first_formula(x, y, c) / divisor; });
    EXPECT_NEAR(metric::mean_luma8(gamma_to_luma_100(dark)), 100, 0.3) << divisor;
  }
}

TEST(Gamma, IsOnePowerForAllPixelsAndKeepsTheEnds) {
  const Image steps = picture(4, 1, [](int x, int, int) { return x * 85; }); // 0 85 170 255: mean 127.5
  const metric::Bytes out = to_bytes(gamma_to_luma_100(steps));
  EXPECT_EQ(out.rgb[0], 0);
  EXPECT_EQ(out.rgb[9], 255);
  const double gamma = std::log(out.rgb[3] / 255.0) / std::log(85 / 255.0);
  EXPECT_NEAR(out.rgb[6], 255 * std::pow(170 / 255.0, gamma), 1.5);
  EXPECT_EQ(to_bytes(gamma_to_luma_100(flat(0, 0, 0))), to_bytes(flat(0, 0, 0)));
}

TEST(Clahe, RaisesLocalContrastAndKeepsHue) {
  // a faint pattern on a dark and on a bright half
  const Image faint = picture(128, 128, [](int x, int y, int c) {
    return (x < 64 ? 40 : 180) + (x / 4 + y / 4) % 2 * 6 + (c == 0 ? 12 : 0);
  });
  const Image out = clahe(faint);
  const auto step = [](const Image& image, int x) {
    return std::abs(image.at(x, 62, 0) - image.at(x + 4, 62, 0));
  };
  EXPECT_GT(step(out, 24), 2 * step(faint, 24));
  EXPECT_GT(step(out, 96), 1.5f * step(faint, 96));
  EXPECT_LT(metric::mean_hue_change(faint, out), 5);
}

TEST(Clahe, TakesPicturesThatFitNoGrid) {
  for (const auto& [w, h] : {std::pair{1, 1}, {5, 3}, {67, 41}, {8, 200}}) {
    const Image out = clahe(picture(w, h, metric::first_formula));
    EXPECT_EQ(out.width, w);
    EXPECT_EQ(out.height, h);
  }
}

} // namespace
} // namespace penumbra::evaluate
