// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/exp_log.hpp"

#include <cmath>
#include <gtest/gtest.h>

using namespace penumbra;

TEST(ExpLog, exp2_is_exact_for_whole_numbers_and_close_between) {
  for (const int k : {-100, -7, -1, 0, 1, 12, 100}) EXPECT_EQ(exp2_of(float(k)), std::ldexp(1.0f, k)) << k;
  for (float x = -30; x < 30; x += 0.0371f) EXPECT_NEAR(exp2_of(x) / std::exp2(double(x)), 1, 4e-7) << x;
}

TEST(ExpLog, log2_is_exact_for_powers_of_two_and_close_between) {
  for (const int k : {-120, -26, -1, 0, 1, 30}) EXPECT_EQ(log2_of(std::ldexp(1.0f, k)), float(k)) << k;
  for (double x = 1e-8; x < 1e4; x *= 1.0173)
    EXPECT_NEAR(log2_of(float(x)), std::log2(double(float(x))), 2e-6) << x;
}

TEST(ExpLog, each_undoes_the_other) {
  for (float x = 0.01f; x < 2; x *= 1.37f) EXPECT_NEAR(exp2_of(log2_of(x)), x, 1e-6f * x);
}
