// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// A picture of one colour, 8 x 6.
Image flat(std::vector<float> pixel, Encoding encoding = Encoding::srgb) {
  Image image(8, 6, int(pixel.size()), encoding);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = pixel[i % pixel.size()];
  return image;
}

} // namespace

TEST(Curve, meets_values_computed_by_hand) {
  EXPECT_FLOAT_EQ(curve(0.5f, 1.0f), 0.75f);     // 0.5 + 1 * 0.5 * 0.5
  EXPECT_FLOAT_EQ(curve(0.2f, 0.5f), 0.28f);     // 0.2 + 0.5 * 0.2 * 0.8
  EXPECT_FLOAT_EQ(curve(0.25f, -1.0f), 0.0625f); // 0.25 - 0.25 * 0.75
  EXPECT_FLOAT_EQ(curve(0.9f, -0.5f), 0.855f);   // 0.9 - 0.5 * 0.9 * 0.1
  EXPECT_EQ(curve(0.37f, 0.0f), 0.37f);
  for (const float a : {-1.0f, -0.3f, 0.7f, 1.0f}) {
    EXPECT_EQ(curve(0.0f, a), 0.0f);
    EXPECT_EQ(curve(1.0f, a), 1.0f);
  }
}

TEST(Curve, is_odd_below_0_and_the_identity_from_1_on) {
  EXPECT_FLOAT_EQ(curve(-0.5f, 1.0f), -0.75f);
  EXPECT_FLOAT_EQ(curve(-0.2f, 0.5f), -0.28f);
  for (const float v : {1.0f, 1.5f, 100.0f, 3e38f, -1.0f, -7.0f, infinity, -infinity})
    EXPECT_EQ(curve(v, 0.8f), v);
  EXPECT_TRUE(std::isnan(curve(not_a_number, 0.8f)));
}

TEST(Curve, keeps_the_order_of_tones_for_every_strength) {
  for (float a = -1.0f; a <= 1.0f; a += 0.125f)
    for (int i = -1200; i < 1200; ++i) {
      const float lower = curve(float(i) / 1000, a), upper = curve(float(i + 1) / 1000, a);
      ASSERT_LE(lower, upper + 1e-7f) << "at " << i << " for " << a;
    }
}

TEST(CurveStep, applies_the_formula_with_a_flat_map) {
  const EditStep step = make_curve_step(constant(4, 3, 1, 0.5f));
  const Image out = render({step}, flat({0.2f, 0.5f, 0.8f}));
  for (std::size_t i = 0; i < out.pixels.size(); i += 3) {
    ASSERT_NEAR(out.pixels[i], 0.28f, 1e-6f);
    ASSERT_NEAR(out.pixels[i + 1], 0.625f, 1e-6f);
    ASSERT_NEAR(out.pixels[i + 2], 0.88f, 1e-6f);
  }
}

TEST(CurveStep, gives_each_channel_its_own_strength) {
  Map map(2, 2, 3);
  for (std::size_t i = 0; i < map.values.size(); i += 3)
    map.values[i] = 1.0f, map.values[i + 1] = 0.0f, map.values[i + 2] = -1.0f;
  const Image out = render({make_curve_step(map)}, flat({0.5f, 0.5f, 0.5f}));
  for (std::size_t i = 0; i < out.pixels.size(); i += 3) {
    ASSERT_NEAR(out.pixels[i], 0.75f, 1e-6f);
    ASSERT_NEAR(out.pixels[i + 1], 0.5f, 1e-6f);
    ASSERT_NEAR(out.pixels[i + 2], 0.25f, 1e-6f);
  }
}

TEST(CurveStep, strength_scales_the_map_and_stops_at_one) {
  const Map map = constant(4, 3, 1, 0.8f);
  const Image in = flat({0.5f, 0.5f, 0.5f});
  EXPECT_NEAR(render({make_curve_step(map, 0.5)}, in).pixels[0], 0.5f + 0.4f * 0.25f, 1e-6f);
  EXPECT_NEAR(render({make_curve_step(map, 1.5)}, in).pixels[0], 0.5f + 1.0f * 0.25f, 1e-6f);
  EditStep without = make_curve_step(map);
  without.parameters.erase("strength");
  EXPECT_NEAR(render({without}, in).pixels[0], 0.5f + 0.8f * 0.25f, 1e-6f);
}

TEST(CurveStep, edits_grey_and_leaves_alpha) {
  const EditStep step = make_curve_step(constant(4, 3, 1, 1.0f));
  const Image grey = render({step}, flat({0.5f}));
  EXPECT_NEAR(grey.pixels[0], 0.75f, 1e-6f);
  for (const int channels : {2, 4}) {
    Image in = photo(37, 23, channels);
    const int alpha = channels - 1;
    in.at(3, 3, alpha) = not_a_number;
    in.at(4, 3, alpha) = 2.5f;
    const Image out = render({make_curve_step(waves(9, 7, 1))}, in);
    EXPECT_GT(largest_difference(in.pixels, out.pixels), 0.01f);
    for (std::size_t i = std::size_t(alpha); i < in.pixels.size(); i += std::size_t(channels))
      ASSERT_FALSE(std::memcmp(&in.pixels[i], &out.pixels[i], sizeof(float)));
  }
}

TEST(CurveStep, gives_grey_the_mean_of_three_strengths) {
  Map map(2, 2, 3);
  for (std::size_t i = 0; i < map.values.size(); i += 3)
    map.values[i] = 0.9f, map.values[i + 1] = 0.3f, map.values[i + 2] = 0.0f;
  EXPECT_NEAR(render({make_curve_step(map)}, flat({0.5f})).pixels[0], 0.5f + 0.4f * 0.25f, 1e-6f);
}

TEST(CurveStep, follows_edges_finer_than_its_map) {
  // Left dark, right bright, the edge inside a cell of the map; the map brightens the dark side alone. Pixels
  // hard at the edge take the strength of their own side; plain interpolation would give both half of it
  // (0.136 and 0.936).
  Image in(400, 200, 3);
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 400; ++x)
      for (int c = 0; c < 3; ++c) in.at(x, y, c) = x < 203 ? 0.1f : 0.9f;
  Map map(40, 20);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 40; ++x) map.values[y * 40 + x] = x < 20 ? 0.8f : 0.0f;
  const Image out = render({make_curve_step(map)}, in);
  EXPECT_NEAR(out.at(202, 100, 0), curve(0.1f, 0.8f), 0.02f);
  EXPECT_NEAR(out.at(203, 100, 0), curve(0.9f, 0.0f), 0.01f);
}

TEST(CurveStep, refuses_what_is_no_map_of_strengths) {
  EXPECT_THROW(make_curve_step(constant(2, 2, 2, 0.0f)), Error);
  EXPECT_THROW(make_curve_step(constant(2, 2, 1, 1.01f)), Error);
  EXPECT_THROW(make_curve_step(constant(2, 2, 1, not_a_number)), Error);
  EXPECT_THROW(make_curve_step(constant(2, 2, 1, -infinity)), Error);
  EXPECT_THROW(make_curve_step(Map()), Error) << "a map of no pixels";
  Map torn(4, 4);
  torn.values.resize(3);
  EXPECT_THROW(make_curve_step(torn), Error) << "fewer values than pixels";
  for (const double strength : {-0.1, 1.51, double(not_a_number), double(infinity)})
    EXPECT_THROW(make_curve_step(constant(2, 2, 1, 0.5f), strength), Error);
  EditStep two = make_curve_step(constant(2, 2, 1, 0.5f));
  two.maps.push_back(two.maps.front());
  EXPECT_THROW(operation_of(two), Error);
  EditStep none = two;
  none.maps.clear();
  EXPECT_THROW(operation_of(none), Error);
}
