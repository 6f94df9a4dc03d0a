// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/similarity.hpp"

#include "core/error.hpp"
#include "core/metric/tone.hpp"
#include "tests/metric/pictures.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace penumbra::metric {
namespace {

TEST(Bytes, RoundsClampsAndReadsEveryKindOfImage) {
  Image grey(3, 1, 2);
  grey.pixels = {0.5f, 0.0f, -1.0f, 1.0f, std::numeric_limits<float>::quiet_NaN(), 1.0f};
  EXPECT_EQ(to_bytes(grey).rgb, (std::vector<std::uint8_t>{128, 128, 128, 0, 0, 0, 0, 0, 0}));

  Image rgb(2, 1, 3);
  rgb.pixels = {0.49f / 255,  0.51f / 255, 254.4f / 255,
                254.6f / 255, 1e9f,        std::numeric_limits<float>::infinity()};
  EXPECT_EQ(to_bytes(rgb).rgb, (std::vector<std::uint8_t>{0, 1, 254, 255, 255, 255}));

  Image linear(1, 1, 3, Encoding::linear);
  linear.pixels = {0.0f, 0.21586f, 1.0f}; // sRGB 128/255 in linear light
  EXPECT_EQ(to_bytes(linear).rgb, (std::vector<std::uint8_t>{0, 128, 255}));
  EXPECT_THROW(to_bytes(Image()), Error);
}

TEST(Bytes, SurvivesTheRoundTrip) {
  const Bytes bytes = to_bytes(picture(256, 1, [](int x, int, int c) { return (x + c) % 256; }));
  EXPECT_EQ(to_bytes(from_bytes(bytes)), bytes);
}

TEST(Psnr, IsTenLogOfTheSquaredRangeOverTheMeanSquaredError) {
  // every value 10 off: MSE 100
  EXPECT_NEAR(psnr(flat(100, 50, 20), flat(110, 40, 30)), 28.130803608679102, 1e-9);
  // one channel 30 off: MSE 300
  EXPECT_NEAR(psnr(flat(100, 50, 20), flat(100, 80, 20)), 10 * std::log10(65025.0 / 300), 1e-9);
}

TEST(Psnr, OfEqualPicturesIsInfinite) {
  EXPECT_EQ(psnr(first_picture(), first_picture()), std::numeric_limits<double>::infinity());
}

TEST(Psnr, AgreesWithAnIndependentProgram) {
  EXPECT_NEAR(psnr(first_picture(), second_picture()), 22.58933493841081, 1e-9);
}

TEST(Psnr, RefusesPicturesOfDifferentSizes) {
  EXPECT_THROW(psnr(flat(0, 0, 0, 16, 12), flat(0, 0, 0, 12, 16)), Error);
}

TEST(Ssim, OfEqualPicturesIsOne) {
  EXPECT_NEAR(ssim(first_picture(), first_picture()), 1.0, 1e-12);
}

TEST(Ssim, OfFlatPicturesIsTheLuminanceTerm) {
  const double c1 = 0.01 * 255 * 0.01 * 255;
  const double expected = (2 * 100.0 * 150 + c1) / (100.0 * 100 + 150.0 * 150 + c1);
  EXPECT_NEAR(ssim(flat(100, 100, 100), flat(150, 150, 150)), expected, 1e-9);
}

TEST(Ssim, AgreesWithAnIndependentProgram) {
  EXPECT_NEAR(ssim(first_picture(), second_picture()), 0.7963052378816912, 1e-9);
  EXPECT_NEAR(ssim(second_picture(), first_picture()), 0.7963052378816912, 1e-9);
}

TEST(Ssim, RefusesPicturesItCannotCompare) {
  EXPECT_THROW(ssim(flat(0, 0, 0, 16, 12), flat(0, 0, 0, 12, 16)), Error);
  EXPECT_THROW(ssim(flat(0, 0, 0, 10, 40), flat(0, 0, 0, 10, 40)), Error);
}

TEST(MatchMean, ScalesToTheLumaOfTheReference) {
  const Image matched = match_mean(flat(20, 40, 60), flat(40, 80, 120));
  EXPECT_EQ(to_bytes(matched), to_bytes(flat(40, 80, 120)));
  EXPECT_NEAR(mean_luma8(match_mean(second_picture(), first_picture())), mean_luma8(first_picture()), 0.5);
}

TEST(MatchMean, ClipsAndStandsBlack) {
  // luma 50 to 200: four times, blue clips
  EXPECT_EQ(to_bytes(match_mean(flat(50, 40, 102), flat(200, 200, 200))).rgb[2], 255);
  EXPECT_EQ(to_bytes(match_mean(flat(0, 0, 0), flat(200, 200, 200))), to_bytes(flat(0, 0, 0)));
}

TEST(MatchMean, AgreesWithAnIndependentProgram) {
  const Image matched = match_mean(second_picture(), first_picture());
  EXPECT_NEAR(psnr(matched, first_picture()), 22.996693932158973, 1e-9);
  EXPECT_NEAR(ssim(matched, first_picture()), 0.7949817426402765, 1e-9);
}

} // namespace
} // namespace penumbra::metric
