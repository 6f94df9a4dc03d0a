// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/image/image.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

Image picture(int width, int height, int channels, Floats pixels) {
  Image image(width, height, channels);
  image.pixels = std::move(pixels);
  return image;
}

} // namespace

TEST(FitLongSide, reduces_the_long_side_and_keeps_the_aspect) {
  EXPECT_EQ(fit_long_side(6000, 4000, 300), (Size{300, 200}));
  EXPECT_EQ(fit_long_side(4000, 6000, 300), (Size{200, 300}));
  EXPECT_EQ(fit_long_side(1001, 333, 100), (Size{100, 33}));
}

TEST(FitLongSide, never_enlarges_and_never_reaches_nothing) {
  EXPECT_EQ(fit_long_side(120, 80, 300), (Size{120, 80}));
  EXPECT_EQ(fit_long_side(300, 80, 300), (Size{300, 80}));
  EXPECT_EQ(fit_long_side(100000, 3, 300), (Size{300, 1}));
  EXPECT_EQ(fit_long_side(3, 100000, 300), (Size{1, 300}));
  EXPECT_EQ(fit_long_side(640, 480, 0), (Size{640, 480})) << "0: no limit";
}

TEST(FitLongSide, refuses_a_picture_without_pixels) {
  EXPECT_THROW(fit_long_side(0, 10, 5), Error);
  EXPECT_THROW(fit_long_side(10, -1, 5), Error);
}

TEST(Resize, averages_areas_when_it_shrinks) {
  const Image out = resize(picture(4, 2, 1, {0, 1, 2, 3, 4, 5, 6, 7}), {2, 1});
  ASSERT_EQ(out.pixels.size(), 2u);
  EXPECT_FLOAT_EQ(out.pixels[0], (0 + 1 + 4 + 5) / 4.0f);
  EXPECT_FLOAT_EQ(out.pixels[1], (2 + 3 + 6 + 7) / 4.0f);
}

TEST(Resize, weights_pixels_by_the_part_that_is_covered) {
  // Two cells of 1.5 pixels each: the pixel in the middle belongs half to either.
  const Image out = resize(picture(3, 1, 1, {3, 6, 9}), {2, 1});
  EXPECT_NEAR(out.pixels[0], (3 + 0.5f * 6) / 1.5f, 1e-6f);
  EXPECT_NEAR(out.pixels[1], (0.5f * 6 + 9) / 1.5f, 1e-6f);
}

TEST(Resize, interpolates_linearly_when_it_enlarges) {
  // Pixel centres at 0.25, 0.75, 1.25, 1.75 of two pixels; the ends repeat.
  const Image out = resize(picture(2, 1, 1, {0, 1}), {4, 1});
  const Floats expected{0, 0.25f, 0.75f, 1};
  EXPECT_LE(largest_difference(out.pixels, expected), 1e-6f);
}

TEST(Resize, keeps_the_mean_and_flat_areas) {
  const Image in = photo(211, 97, 3);
  const Image out = resize(in, {53, 29});
  const auto mean = [](const Image& image) {
    double sum = 0;
    for (const float v : image.pixels) sum += v;
    return sum / double(image.pixels.size());
  };
  EXPECT_NEAR(mean(in), mean(out), 1e-5);
  Image flat(211, 97, 3);
  for (float& v : flat.pixels) v = 0.3f;
  for (const float v : resize(flat, {53, 29}).pixels) ASSERT_NEAR(v, 0.3f, 1e-6f);
  for (const float v : resize(flat, {300, 200}).pixels) ASSERT_NEAR(v, 0.3f, 1e-6f);
}

TEST(Resize, treats_each_side_for_itself) {
  // Wider and lower at once: linear along x, averaged along y.
  const Image out = resize(picture(2, 2, 1, {0, 1, 2, 3}), {4, 1});
  const Floats expected{1, 1.25f, 1.75f, 2};
  EXPECT_LE(largest_difference(out.pixels, expected), 1e-6f);
}

TEST(Resize, gives_the_same_picture_for_the_same_size) {
  const Image in = photo(33, 21, 3);
  const Image out = resize(in, {33, 21});
  EXPECT_TRUE(same_bits(in.pixels, out.pixels));
}

TEST(Resize, keeps_one_broken_pixel_from_spreading) {
  for (const float broken : {not_a_number, infinity, -infinity, 3e38f}) {
    Image in(8, 8, 3);
    for (float& v : in.pixels) v = 0.5f;
    in.at(1, 1, 0) = broken;
    const Image out = resize(in, {4, 4});
    for (int y = 0; y < 4; ++y)
      for (int x = 0; x < 4; ++x)
        for (int c = 0; c < 3; ++c) {
          ASSERT_TRUE(std::isfinite(out.at(x, y, c)));
          if (x || y || c) {
            EXPECT_NEAR(out.at(x, y, c), 0.5f, 1e-6f);
          }
        }
    const float replaced = std::isnan(broken) ? 0.0f : std::copysign(65504.0f, broken);
    EXPECT_NEAR(out.at(0, 0, 0), (replaced + 1.5f) / 4, std::fabs(replaced) * 1e-6f + 1e-6f);
  }
}

TEST(Resize, lets_transparent_pixels_have_no_colour) {
  // Opaque red beside fully transparent green: the average is half transparent and still red.
  const Image out = resize(picture(2, 1, 4, {1, 0, 0, 1, 0, 1, 0, 0}), {1, 1});
  const Floats expected{1, 0, 0, 0.5f};
  EXPECT_LE(largest_difference(out.pixels, expected), 1e-6f);
  const Image grey = resize(picture(2, 1, 2, {0.8f, 1, 0.2f, 0}), {1, 1});
  EXPECT_NEAR(grey.pixels[0], 0.8f, 1e-6f);
  EXPECT_NEAR(grey.pixels[1], 0.5f, 1e-6f);
}

TEST(Resize, gives_nothing_but_zeros_where_all_is_transparent) {
  const Image out = resize(picture(2, 1, 4, {1, 0.5f, 0, 0, 0, 1, 0, 0}), {1, 1});
  for (const float v : out.pixels) EXPECT_EQ(v, 0.0f);
}

TEST(Resize, keeps_encoding_and_channels) {
  for (int channels = 1; channels <= 4; ++channels) {
    const Image out = resize(photo(30, 20, channels, 1, Encoding::linear), {15, 10});
    EXPECT_EQ(out.channels, channels);
    EXPECT_EQ(out.encoding, Encoding::linear);
    EXPECT_EQ(out.pixels.size(), std::size_t(15 * 10 * channels));
  }
}

TEST(Resize, reaches_one_pixel_and_very_long_pictures) {
  const Image in = photo(50, 40, 3);
  EXPECT_EQ(resize(in, {1, 1}).pixels.size(), 3u);
  const Image strip = photo(40000, 1, 1);
  EXPECT_EQ(resize(strip, {100, 1}).pixels.size(), 100u);
  EXPECT_EQ(resize(photo(1, 1, 3), {70, 3}).pixels.size(), 630u);
}

TEST(Resize, refuses_sizes_and_pictures_that_are_nothing) {
  const Image in = photo(8, 8, 3);
  EXPECT_THROW(resize(in, {0, 5}), Error);
  EXPECT_THROW(resize(in, {5, -1}), Error);
  EXPECT_THROW(resize(Image(), {5, 5}), Error);
}
