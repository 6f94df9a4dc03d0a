// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.hpp"
#include "core/image/image.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

double exact_linear(double e) {
  const double a = std::fabs(e);
  return std::copysign(a <= 0.04045 ? a / 12.92 : std::pow((a + 0.055) / 1.055, 2.4), e);
}

double exact_srgb(double l) {
  const double a = std::fabs(l);
  return std::copysign(a <= 0.0031308 ? a * 12.92 : 1.055 * std::pow(a, 1 / 2.4) - 0.055, l);
}

/// Magnitudes over the range that is promised.
std::vector<float> magnitudes() {
  std::vector<float> values{0.0f, 1e-30f, 0.0031308f, 0.04045f, 0.5f, 1.0f, 65504.0f};
  for (float v = 1e-6f; v < 65504.0f; v *= 1.0137f) values.push_back(v);
  return values;
}

} // namespace

TEST(Colour, meets_known_values_of_the_srgb_curve) {
  EXPECT_NEAR(srgb_to_linear(0.5f), 0.21404114f, 1e-7f);
  EXPECT_NEAR(linear_to_srgb(0.18f), 0.46135613f, 1e-6f);
  EXPECT_FLOAT_EQ(srgb_to_linear(0.0f), 0.0f);
  EXPECT_NEAR(srgb_to_linear(1.0f), 1.0f, 1e-6f);
  EXPECT_FLOAT_EQ(linear_to_srgb(0.001f), 0.01292f);
}

TEST(Colour, rows_agree_with_the_formulas) {
  for (const float sign : {1.0f, -1.0f}) {
    std::vector<float> values = magnitudes();
    for (float& v : values) v *= sign;
    std::vector<float> linear = values, encoded = values;
    srgb_to_linear_row(linear.data(), linear.size(), 1, 1);
    linear_to_srgb_row(encoded.data(), encoded.size(), 1, 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double l = exact_linear(values[i]), e = exact_srgb(values[i]);
      ASSERT_NEAR(linear[i], l, 3e-6 * std::fabs(l) + 1e-37) << "of " << values[i];
      ASSERT_NEAR(encoded[i], e, 3e-6 * std::fabs(e) + 1e-37) << "of " << values[i];
    }
  }
}

TEST(Colour, rows_keep_order) {
  std::vector<float> values;
  for (int i = 0; i <= 100000; ++i) values.push_back(float(i) / 50000.0f);
  std::vector<float> linear = values, encoded = values;
  srgb_to_linear_row(linear.data(), linear.size(), 1, 1);
  linear_to_srgb_row(encoded.data(), encoded.size(), 1, 1);
  for (std::size_t i = 1; i < values.size(); ++i) {
    ASSERT_GE(linear[i], linear[i - 1]) << "at " << values[i];
    ASSERT_GE(encoded[i], encoded[i - 1]) << "at " << values[i];
  }
}

TEST(Colour, rows_convert_the_named_channels_only) {
  std::vector<float> pixels{0.5f, 0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.25f, 0.25f};
  srgb_to_linear_row(pixels.data(), 2, 4, 3);
  EXPECT_EQ(pixels[3], 0.5f);
  EXPECT_EQ(pixels[7], 0.25f);
  for (const int i : {0, 1, 2}) EXPECT_NEAR(pixels[i], 0.21404114f, 1e-6f);
  for (const int i : {4, 5, 6}) EXPECT_NEAR(pixels[i], 0.05087609f, 1e-6f);
}

TEST(Convert, comes_back_to_where_it_started) {
  for (int channels = 1; channels <= 4; ++channels) {
    const Image in = photo(61, 37, channels);
    const Image back = convert(convert(in, Encoding::linear), Encoding::srgb);
    EXPECT_LE(largest_difference(in.pixels, back.pixels), 3e-6f);
    EXPECT_EQ(back.encoding, Encoding::srgb);
  }
}

TEST(Convert, does_nothing_where_the_encoding_is_right) {
  const Image in = photo(20, 10, 3, 1, Encoding::linear);
  EXPECT_TRUE(same_bits(in.pixels, convert(in, Encoding::linear).pixels));
}

TEST(Convert, leaves_alpha_alone) {
  const Image in = photo(61, 37, 4), out = convert(in, Encoding::linear);
  for (std::size_t i = 3; i < in.pixels.size(); i += 4) ASSERT_EQ(in.pixels[i], out.pixels[i]);
}

TEST(Convert, keeps_what_is_no_number_or_out_of_range) {
  Image in(7, 1, 1);
  in.pixels = {not_a_number, infinity, -infinity, -0.5f, 2.0f, -0.0f, 1e-40f};
  for (const Encoding encoding : {Encoding::linear, Encoding::srgb}) {
    in.encoding = encoding == Encoding::linear ? Encoding::srgb : Encoding::linear;
    const Image out = convert(in, encoding);
    EXPECT_TRUE(std::isnan(out.pixels[0]));
    EXPECT_EQ(out.pixels[1], infinity);
    EXPECT_EQ(out.pixels[2], -infinity);
    EXPECT_LT(out.pixels[3], 0.0f);
    EXPECT_GT(out.pixels[4], 1.0f);
    EXPECT_EQ(out.pixels[5], 0.0f);
    EXPECT_TRUE(std::signbit(out.pixels[5]));
    EXPECT_NEAR(out.pixels[6], 0.0f, 1e-38f);
  }
}

TEST(MeanLuma, weighs_the_channels_after_rec_601) {
  Image image(2, 1, 3);
  image.pixels = {1, 0, 0, 0, 1, 0};
  EXPECT_NEAR(mean_luma(image), (0.299 + 0.587) / 2, 1e-7);
  Image grey(2, 1, 2);
  grey.pixels = {0.25f, 1.0f, 0.75f, 0.0f};
  EXPECT_NEAR(mean_luma(grey), 0.5, 1e-7);
  EXPECT_EQ(mean_luma(Image()), 0.0);
}
