// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/image/image.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

Image filled(int width, int height, std::vector<float> pixel, Encoding encoding = Encoding::srgb) {
  Image image(width, height, int(pixel.size()), encoding);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = pixel[i % pixel.size()];
  return image;
}

} // namespace

TEST(Observe, gives_rgb_in_srgb_at_the_size_asked_for) {
  for (int channels = 1; channels <= 4; ++channels)
    for (const Encoding encoding : {Encoding::srgb, Encoding::linear}) {
      const Image out = observe(photo(120, 90, channels, 1, encoding), 60);
      EXPECT_EQ(out.width, 60);
      EXPECT_EQ(out.height, 45);
      EXPECT_EQ(out.channels, 3);
      EXPECT_EQ(out.encoding, Encoding::srgb);
      for (const float v : out.pixels) ASSERT_TRUE(v >= 0 && v <= 1);
    }
}

TEST(Observe, does_not_enlarge_or_change_a_small_picture_in_range) {
  const Image in = photo(40, 30, 3);
  EXPECT_TRUE(same_bits(in.pixels, observe(in, 300).pixels));
}

TEST(Observe, shows_linear_light_as_it_looks) {
  const Image out = observe(filled(8, 8, {0.18f, 0.5f, 1.0f}, Encoding::linear), 4);
  EXPECT_NEAR(out.at(1, 1, 0), linear_to_srgb(0.18f), 2e-6f);
  EXPECT_NEAR(out.at(1, 1, 1), linear_to_srgb(0.5f), 2e-6f);
  EXPECT_NEAR(out.at(1, 1, 2), 1.0f, 2e-6f);
}

TEST(Observe, does_not_depend_on_the_encoding) {
  const Image in = photo(211, 97, 3);
  EXPECT_LE(largest_difference(observe(in, 50).pixels, observe(convert(in, Encoding::linear), 50).pixels),
            2e-6f);
}

TEST(Observe, lets_one_broken_pixel_count_as_one) {
  for (const float broken : {not_a_number, infinity, -infinity, 1e30f}) {
    Image in = filled(40, 40, {0.5f, 0.5f, 0.5f});
    in.at(5, 5, 1) = broken;
    const Image out = observe(in, 2); // cells of 20 x 20
    EXPECT_NEAR(out.at(0, 0, 1), 0.5f, 0.5f / 400 + 1e-6f);
    EXPECT_NEAR(out.at(1, 1, 1), 0.5f, 1e-6f);
  }
}

TEST(Observe, repeats_grey) {
  const Image out = observe(filled(8, 8, {0.3f}), 4);
  for (const float v : out.pixels) EXPECT_NEAR(v, 0.3f, 1e-6f);
}

TEST(Observe, clamps_what_is_out_of_range) {
  const Image out = observe(filled(4, 4, {-0.5f, 3.0f, 0.5f}), 4);
  EXPECT_EQ(out.at(0, 0, 0), 0.0f);
  EXPECT_EQ(out.at(0, 0, 1), 1.0f);
  EXPECT_EQ(out.at(0, 0, 2), 0.5f);
}

TEST(Observe, is_finite_whatever_the_picture_holds) {
  for (const float broken : {not_a_number, infinity, -infinity})
    for (int channels = 1; channels <= 4; ++channels)
      for (const Encoding encoding : {Encoding::srgb, Encoding::linear}) {
        Image in = photo(20, 20, channels, 1, encoding);
        for (std::size_t i = 0; i < in.pixels.size(); i += 7) in.pixels[i] = broken;
        for (const int side : {5, 20})
          for (const float v : observe(in, side).pixels) ASSERT_TRUE(v >= 0 && v <= 1);
      }
  for (const float v :
       observe(filled(9, 9, {not_a_number, not_a_number, not_a_number, not_a_number}), 4).pixels)
    ASSERT_TRUE(v >= 0 && v <= 1);
}

TEST(Observe, gives_transparent_pixels_the_mean_of_the_opaque_ones) {
  Image in(4, 1, 4);
  in.pixels = {0.2f, 0.4f, 0.6f, 1, 0.4f, 0.6f, 0.8f, 1, 1, 1, 1, 0, 0, 0, 0, 0};
  const Image out = observe(in, 4);
  for (const int x : {2, 3}) {
    EXPECT_NEAR(out.at(x, 0, 0), 0.3f, 1e-6f);
    EXPECT_NEAR(out.at(x, 0, 1), 0.5f, 1e-6f);
    EXPECT_NEAR(out.at(x, 0, 2), 0.7f, 1e-6f);
  }
  EXPECT_EQ(out.at(0, 0, 0), 0.2f);
  EXPECT_EQ(out.at(1, 0, 2), 0.8f);
}

TEST(Observe, shows_a_wholly_transparent_picture_as_middle_grey) {
  for (const float v : observe(filled(6, 6, {0.9f, 0.1f, 0.2f, 0.0f}), 3).pixels) EXPECT_EQ(v, 0.5f);
}

TEST(Observe, refuses_a_picture_without_pixels) {
  EXPECT_THROW(observe(Image(), 100), Error);
}
