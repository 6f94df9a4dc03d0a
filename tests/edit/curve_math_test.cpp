// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/edit/curve/curve_math.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;
using curve_math::bend_pixel;
using curve_math::Layer;

namespace {

/// A layer whose strength is `a` whatever the guide.
Map flat_layer(int width, int height, float a) {
  Map map(width, height, 2);
  for (std::size_t i = 0; i < map.values.size(); i += 2) map.values[i + 1] = a;
  return map;
}

} // namespace

TEST(CurveMath, finds_places_by_pixel_centres) {
  // Four pixels on two places: centres at -0.25 (held at 0), 0.25, 0.75, 1.25 (held at 1).
  EXPECT_EQ(curve_math::place(0, 0.5f, 2).t, 0.0f);
  EXPECT_FLOAT_EQ(curve_math::place(1, 0.5f, 2).t, 0.25f);
  EXPECT_FLOAT_EQ(curve_math::place(2, 0.5f, 2).t, 0.75f);
  const curve_math::Place last = curve_math::place(3, 0.5f, 2);
  EXPECT_EQ(last.first, 1);
  EXPECT_EQ(last.second, 1);
  EXPECT_EQ(last.t, 0.0f);
}

TEST(CurveMath, bends_one_pixel_by_all_layers) {
  const Map first = flat_layer(3, 2, 1.0f), second = flat_layer(1, 1, -1.0f);
  const Layer layers[] = {{first.values.data(), 3, 2, 1}, {second.values.data(), 1, 1, 1}};
  float colour[3] = {0.5f, 0.0f, 1.0f};
  bend_pixel(layers, 2, 4, 3, {9, 7}, colour, 3);
  EXPECT_FLOAT_EQ(colour[0], 0.5625f); // 0.5 -> 0.75 -> 0.75 - 0.75 * 0.25
  EXPECT_EQ(colour[1], 0.0f);
  EXPECT_EQ(colour[2], 1.0f);
}

TEST(CurveMath, lets_the_luma_of_the_pixel_choose_its_strength) {
  Map map(1, 1, 2);
  map.values = {-2.0f, 1.5f}; // slope, offset: 1.5 - 2 luma, held in [-1,1]
  const Layer layer{map.values.data(), 1, 1, 1};
  for (const auto& [value, strength] : {std::pair{0.1f, 1.0f}, {0.5f, 0.5f}, {0.75f, 0.0f}, {0.9f, -0.3f}}) {
    float grey = value;
    bend_pixel(&layer, 1, 0, 0, {5, 5}, &grey, 1);
    EXPECT_NEAR(grey, value + strength * value * (1 - value), 1e-6f);
  }
}
