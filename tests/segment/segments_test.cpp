// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/segment/segments.hpp"
#include "tests/image/pictures.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// A dark left part, a bright sky above the right part, a middle ground below it.
Image landscape(int side, float gain = 1.0f) {
  Image image(side, side, 3);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      for (int c = 0; c < 3; ++c)
        image.at(x, y, c) = gain * (x < side / 4 ? 0.1f : y < side / 2 ? 0.8f : 0.45f);
  return image;
}

long area(const Map& labels, int segment) {
  return std::count(labels.values.begin(), labels.values.end(), float(segment));
}

double mean_of(const Image& image, const Map& labels, int segment) {
  double sum = 0;
  for (std::size_t i = 0; i < labels.values.size(); ++i)
    if (labels.values[i] == float(segment))
      sum += luma601(image.pixels[3 * i], image.pixels[3 * i + 1], image.pixels[3 * i + 2]);
  return sum / double(area(labels, segment));
}

} // namespace

TEST(Segments, divide_a_picture_at_its_large_edges_from_dark_to_bright) {
  const Map labels = find_segments(landscape(64));
  ASSERT_EQ(segment_count(labels), 3);
  EXPECT_EQ(labels.values[10 * 64 + 5], 0.0f);
  EXPECT_EQ(labels.values[50 * 64 + 40], 1.0f);
  EXPECT_EQ(labels.values[10 * 64 + 40], 2.0f);
  EXPECT_NEAR(double(area(labels, 0)), 64 * 16, 64 * 2) << "the edge is found to about a pixel";
}

TEST(Segments, of_a_dark_picture_are_those_of_the_bright_one) {
  const Map dark = find_segments(landscape(64, 0.15f));
  EXPECT_EQ(segment_count(dark), 3);
  EXPECT_EQ(dark.values[10 * 64 + 40], 2.0f);
}

TEST(Segments, are_two_to_eight_and_none_is_tiny) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    Image image = photo(64, 64, 3, seed);
    std::mt19937 engine(seed);
    for (float& v : image.pixels)
      v = std::clamp(v + (seed % 3 ? 0.1f : 0.6f) * (uniform(engine) - 0.5f), 0.0f, 1.0f);
    const Map labels = find_segments(image);
    const int count = segment_count(labels);
    ASSERT_GE(count, 2);
    ASSERT_LE(count, 8);
    for (int i = 0; i < count; ++i)
      ASSERT_GE(area(labels, i), std::lround(0.04 * 64 * 64)) << "of seed " << seed;
    for (int i = 1; i < count; ++i)
      ASSERT_LE(mean_of(image, labels, i - 1), mean_of(image, labels, i) + 0.02) << "but for clipped light";
  }
}

TEST(Segments, of_one_tone_are_two_halves) {
  Image flat(64, 64, 3);
  std::fill(flat.pixels.begin(), flat.pixels.end(), 0.4f);
  const Map labels = find_segments(flat);
  EXPECT_EQ(segment_count(labels), 2);
  EXPECT_EQ(area(labels, 0), 64 * 32);
}

TEST(Segments, are_the_same_for_the_same_picture) {
  const Image image = photo(64, 64, 3, 5);
  EXPECT_EQ(find_segments(image), find_segments(image));
}

TEST(Segments, refuse_what_is_no_small_rgb_picture) {
  EXPECT_THROW(find_segments(Image()), Error);
  EXPECT_THROW(find_segments(photo(64, 64, 1)), Error);
  EXPECT_THROW(find_segments(photo(3, 64, 3)), Error);
}
