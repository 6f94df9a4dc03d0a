// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/image/guided.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// The filter's output a*guide + b, first channel.
std::vector<float> filtered(const Map& map, const Map& guide, int radius, float epsilon) {
  const Map ab = guided_coefficients(map, guide, radius, epsilon);
  std::vector<float> out;
  for (std::size_t i = 0; i < guide.values.size(); ++i)
    out.push_back(ab.values[i * ab.channels] * guide.values[i] + ab.values[i * ab.channels + 1]);
  return out;
}

} // namespace

TEST(Guided, keeps_a_flat_map_whatever_the_guide) {
  const Map guide = luma_map(photo(60, 40, 3));
  for (const float v : filtered(constant(60, 40, 1, 0.4f), guide, 5, 1e-3f)) ASSERT_NEAR(v, 0.4f, 1e-5f);
}

TEST(Guided, is_a_box_mean_where_the_guide_is_flat) {
  Map map(9, 9);
  map.values[4 * 9 + 4] = 1.0f;
  const std::vector<float> out = filtered(map, constant(9, 9, 1, 0.5f), 1, 1e-3f);
  // The mean of a mean over 3x3: 1/9 * (overlap of two windows) / 9.
  EXPECT_NEAR(out[4 * 9 + 4], 9.0f / 81.0f, 1e-6f);
  EXPECT_NEAR(out[4 * 9 + 5], 6.0f / 81.0f, 1e-6f);
  EXPECT_NEAR(out[4 * 9 + 6], 3.0f / 81.0f, 1e-6f);
  EXPECT_NEAR(out[4 * 9 + 7], 0.0f, 1e-6f);
}

TEST(Guided, follows_an_edge_of_the_guide) {
  Map step(40, 20), guide(40, 20);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 40; ++x) {
      guide.values[y * 40 + x] = x < 20 ? 0.1f : 0.9f;
      step.values[y * 40 + x] = x < 20 ? -0.5f : 0.5f;
    }
  const std::vector<float> out = filtered(step, guide, 4, 1e-4f);
  for (int y = 0; y < 20; ++y) {
    EXPECT_NEAR(out[y * 40 + 19], -0.5f, 0.01f);
    EXPECT_NEAR(out[y * 40 + 20], 0.5f, 0.01f);
  }
}

TEST(Guided, gives_two_coefficients_for_each_channel) {
  const Map ab = guided_coefficients(waves(30, 20, 3), luma_map(photo(30, 20, 3)), 3, 1e-3f);
  EXPECT_EQ(ab.channels, 6);
  EXPECT_EQ(ab.width, 30);
  EXPECT_EQ(ab.height, 20);
  // Each channel for itself: the same numbers as that channel alone.
  Map second(30, 20);
  const Map all = waves(30, 20, 3);
  for (std::size_t i = 0; i < second.values.size(); ++i) second.values[i] = all.values[i * 3 + 1];
  const Map alone = guided_coefficients(second, luma_map(photo(30, 20, 3)), 3, 1e-3f);
  for (std::size_t i = 0; i < second.values.size(); ++i) {
    ASSERT_FLOAT_EQ(ab.values[i * 6 + 2], alone.values[i * 2]);
    ASSERT_FLOAT_EQ(ab.values[i * 6 + 3], alone.values[i * 2 + 1]);
  }
}

TEST(Guided, refuses_a_guide_of_another_size) {
  EXPECT_THROW(guided_coefficients(Map(4, 4), Map(4, 5), 1, 1e-3f), Error);
  EXPECT_THROW(guided_coefficients(Map(4, 4), Map(4, 4, 3), 1, 1e-3f), Error);
}

TEST(LumaMap, weighs_colour_and_passes_grey) {
  Image colour(1, 1, 4);
  colour.pixels = {1, 0.5f, 0.25f, 0};
  EXPECT_FLOAT_EQ(luma_map(colour).values[0], 0.299f + 0.587f * 0.5f + 0.114f * 0.25f);
  Image grey(1, 1, 2);
  grey.pixels = {0.7f, 0};
  EXPECT_EQ(luma_map(grey).values[0], 0.7f);
}

TEST(ResizeMap, keeps_channels_apart) {
  Map map(2, 1, 2);
  map.values = {1, 10, 3, 30};
  const Map out = resize_map(map, {1, 1});
  EXPECT_FLOAT_EQ(out.values[0], 2);
  EXPECT_FLOAT_EQ(out.values[1], 20);
  EXPECT_EQ(resize_map(map, {2, 1}), map);
}
