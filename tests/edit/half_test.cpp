// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/half.hpp"

#include <bit>
#include <cmath>
#include <gtest/gtest.h>

using namespace penumbra;

TEST(Half, meets_known_values) {
  EXPECT_EQ(to_half(0.0f), 0x0000);
  EXPECT_EQ(to_half(-0.0f), 0x8000);
  EXPECT_EQ(to_half(1.0f), 0x3c00);
  EXPECT_EQ(to_half(-2.0f), 0xc000);
  EXPECT_EQ(to_half(0.1f), 0x2e66);
  EXPECT_EQ(to_half(65504.0f), 0x7bff);
  EXPECT_EQ(to_half(0x1p-14f), 0x0400) << "the smallest normal";
  EXPECT_EQ(to_half(0x1p-24f), 0x0001) << "the smallest of all";
}

TEST(Half, rounds_to_nearest_even) {
  EXPECT_EQ(to_half(1.0f + 0x1p-11f), 0x3c00) << "a tie goes down to even";
  EXPECT_EQ(to_half(1.0f + 3 * 0x1p-11f), 0x3c02) << "a tie goes up to even";
  EXPECT_EQ(to_half(1.0f + 0x1.01p-11f), 0x3c01);
  EXPECT_EQ(to_half(0x1p-25f), 0x0000);
  EXPECT_EQ(to_half(1.5f * 0x1p-24f), 0x0002);
  EXPECT_EQ(to_half(0x1p-14f - 0x1p-26f), 0x0400) << "the largest subnormal rounds up into the normal ones";
  EXPECT_EQ(to_half(2.0f - 0x1p-13f), 0x4000) << "the carry reaches the exponent";
}

TEST(Half, goes_to_infinity_past_the_largest_and_keeps_nan) {
  EXPECT_EQ(to_half(65519.99f), 0x7bff);
  EXPECT_EQ(to_half(65520.0f), 0x7c00);
  EXPECT_EQ(to_half(-1e30f), 0xfc00);
  EXPECT_EQ(to_half(INFINITY), 0x7c00);
  EXPECT_TRUE(std::isnan(from_half(to_half(NAN))));
  EXPECT_TRUE(std::isnan(from_half(0x7c01)));
  EXPECT_EQ(from_half(0xfc00), -INFINITY);
}

TEST(Half, is_read_as_binary16_defines_it) {
  for (unsigned bits = 0; bits < 0x7c00; ++bits) {
    const int exponent = int(bits >> 10), mantissa = int(bits & 0x3ff);
    const float value =
        exponent == 0 ? std::ldexp(float(mantissa), -24) : std::ldexp(float(mantissa + 0x400), exponent - 25);
    ASSERT_EQ(from_half(std::uint16_t(bits)), value) << bits;
    ASSERT_EQ(from_half(std::uint16_t(bits | 0x8000)), -value) << bits;
  }
}

TEST(Half, every_half_comes_back) {
  for (unsigned bits = 0; bits < 65536; ++bits) {
    const float value = from_half(std::uint16_t(bits));
    if (std::isnan(value))
      ASSERT_EQ(to_half(value) & 0x7e00u, 0x7e00u);
    else
      ASSERT_EQ(to_half(value), bits) << value;
  }
}

TEST(Half, is_never_further_away_than_half_a_step) {
  for (float v = 1e-9f; v < 65000.0f; v *= 1.003f) {
    const float step = v < 0x1p-14f ? 0x1p-24f : std::ldexp(1.0f, std::ilogb(v) - 10);
    ASSERT_LE(std::fabs(from_half(to_half(v)) - v), step / 2);
  }
}
