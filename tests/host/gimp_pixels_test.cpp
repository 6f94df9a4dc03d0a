// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels through real GIMP: every precision, grey and RGB, alpha, colour profiles. The fake agent's edit is
// known (four curves of 0.25), so each value is computed here from what was stored before.

#include "tests/host/gimp_fixture.hpp"
#include "tests/host/known_edit.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace penumbra::test {
namespace {

using GimpPixels = GimpTest;

void expect_enhanced(GimpSession& gimp, int channels, Precision precision) {
  SCOPED_TRACE("channels " + std::to_string(channels) + ", precision " + std::to_string(int(precision)));
  const Photo photo = make_photo(gimp, test_picture(67, 40, channels), precision);
  const Values before = values_of(gimp, photo);
  gimp.eval(enhance(photo.image, photo.layer));
  const Values after = values_of(gimp, photo);
  const int colours = channels >= 3 ? 3 : 1;
  for (std::size_t i = 0; i < before.values.size(); ++i) {
    const bool alpha = int(i % std::size_t(channels)) == colours;
    // The first row is wholly transparent: a border, which stays as it is, but for GIMP's
    // conversions.
    const bool border = channels > colours && i < std::size_t(before.width) * channels;
    const float expected =
        alpha || border ? before.values[i] : enhanced(before.values[i], is_linear(precision));
    ASSERT_NEAR(after.values[i], expected, alpha ? 0.0 : rounding(precision)) << "value " << i;
  }
  gimp.eval("(gimp-image-delete " + std::to_string(photo.image) + ")");
}

constexpr Precision all_precisions[] = {
    Precision::u8,           Precision::u8_linear,   Precision::u16,          Precision::u16_linear,
    Precision::u32,          Precision::u32_linear,  Precision::half,         Precision::half_linear,
    Precision::float_linear, Precision::float_gamma, Precision::double_gamma, Precision::double_linear};

TEST_F(GimpPixels, RgbInEveryPrecision) {
  for (const Precision precision : all_precisions) expect_enhanced(gimp(), 3, precision);
}

TEST_F(GimpPixels, RgbWithAlphaInEveryPrecision) {
  for (const Precision precision : all_precisions) expect_enhanced(gimp(), 4, precision);
}

TEST_F(GimpPixels, GreyInEveryPrecision) {
  for (const Precision precision : all_precisions) expect_enhanced(gimp(), 1, precision);
}

TEST_F(GimpPixels, GreyWithAlphaInEveryPrecision) {
  for (const Precision precision : all_precisions) expect_enhanced(gimp(), 2, precision);
}

TEST_F(GimpPixels, FloatValuesOutOfRangeAndBrokenOnesSurvive) {
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  for (const Precision precision : {Precision::float_linear, Precision::float_gamma}) {
    Values values = test_picture(16, 9, 3);
    const float odd[] = {2.5f, -0.25f, nan, inf, -inf, 40000.0f};
    std::copy(std::begin(odd), std::end(odd), values.values.begin());
    const Photo photo = make_photo(gimp(), values, precision);
    gimp().eval(enhance(photo.image, photo.layer));
    const Values after = values_of(gimp(), photo);
    EXPECT_NEAR(after.values[0], 2.5f, 1e-4f) << "above the range the curve changes nothing";
    EXPECT_NEAR(after.values[1], enhanced(-0.25f, is_linear(precision)), 1e-5f);
    EXPECT_TRUE(std::isnan(after.values[2]));
    EXPECT_EQ(after.values[3], inf);
    EXPECT_EQ(after.values[4], -inf);
    EXPECT_NEAR(after.values[5], 40000.0f, 1.0f);
    for (std::size_t i = 6; i < values.values.size(); ++i)
      ASSERT_NEAR(after.values[i], enhanced(values.values[i], is_linear(precision)), 2e-5f) << i;
  }
}

// Adobe RGB (1998): gamma 563/256, and its matrix to linear sRGB (both D65; Adobe RGB (1998) specification,
// IEC 61966-2-1), in double.
constexpr double adobe_gamma = 563.0 / 256.0;
constexpr double to_srgb[3][3] = {{1.398360, -0.398360, 0.0}, {0.0, 1.0, 0.0}, {0.0, -0.042931, 1.042931}};
constexpr double from_srgb[3][3] = {{0.715123, 0.284877, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.041164, 0.958836}};

/// What the edit makes of a colour stored in Adobe RGB, before the image's own range cuts it.
std::array<double, 3> enhanced_adobe(const float* stored, bool linear) {
  double light[3], srgb[3], result[3];
  for (int c = 0; c < 3; ++c) light[c] = linear ? stored[c] : std::pow(double(stored[c]), adobe_gamma);
  for (int c = 0; c < 3; ++c) {
    const double v = to_srgb[c][0] * light[0] + to_srgb[c][1] * light[1] + to_srgb[c][2] * light[2];
    srgb[c] = srgb_to_linear(four_curves(linear_to_srgb(float(v))));
  }
  for (int c = 0; c < 3; ++c) {
    result[c] = from_srgb[c][0] * srgb[0] + from_srgb[c][1] * srgb[1] + from_srgb[c][2] * srgb[2];
    if (!linear) result[c] = result[c] > 0 ? std::pow(result[c], 1 / adobe_gamma) : result[c];
  }
  return {result[0], result[1], result[2]};
}

TEST_F(GimpPixels, AdobeRgbKeepsItsSpaceAndGamut) {
  for (const Precision precision : {Precision::u8, Precision::u16, Precision::u16_linear,
                                    Precision::float_gamma, Precision::float_linear}) {
    SCOPED_TRACE(int(precision));
    const bool linear = is_linear(precision);
    Values values = test_picture(40, 10, 3);
    const float green[] = {0.0f, 1.0f, 0.0f, 0.1f, 0.6f, 0.1f, 0.0f, 0.3f, 0.9f}; // outside of sRGB
    std::copy(std::begin(green), std::end(green), values.values.begin());
    const Photo photo = make_photo(gimp(), values, precision, "adobe");
    const Values before = values_of(gimp(), photo);
    gimp().eval(enhance(photo.image, photo.layer));
    const Values after = values_of(gimp(), photo);
    int outside = 0;
    for (std::size_t i = 0; i < before.values.size(); i += 3) {
      const auto expected = enhanced_adobe(before.values.data() + i, linear);
      for (int c = 0; c < 3; ++c) {
        // Below 0 whole numbers, and babl's gamma curves in float too, have nothing to say.
        const bool cut = int(precision) < 400 || !linear;
        const double wanted =
            cut ? std::clamp(expected[c], 0.0, int(precision) < 400 ? 1.0 : 1e9) : expected[c];
        ASSERT_NEAR(after.values[i + c], wanted, rounding(precision) + 2e-3) << "value " << i + c;
        outside += to_srgb[0][0] * expected[0] + to_srgb[0][1] * expected[1] < 0;
      }
    }
    EXPECT_GT(outside, 0) << "no colour of the picture lies outside of sRGB";
    gimp().eval("(gimp-image-delete " + std::to_string(photo.image) + ")");
  }
}

} // namespace
} // namespace penumbra::test
