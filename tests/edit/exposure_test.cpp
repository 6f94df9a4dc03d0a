// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/exposure.hpp"
#include "core/image/colour.hpp"
#include "tests/image/pictures.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

TEST(Exposure, doubles_the_light_at_one_ev) {
  EXPECT_NEAR(srgb_to_linear(expose(0.5f, 1.0f)), 2 * srgb_to_linear(0.5f), 1e-6f);
  EXPECT_NEAR(srgb_to_linear(expose(0.3f, -2.0f)), srgb_to_linear(0.3f) / 4, 1e-6f);
  EXPECT_FLOAT_EQ(expose(0.7f, 0.0f), 0.7f);
  EXPECT_FLOAT_EQ(expose(0.0f, 3.0f), 0.0f);
}

TEST(Exposure, holds_white_and_lifts_the_dark_with_a_full_shoulder) {
  for (const float ev : {-3.0f, -0.5f, 1.0f, 3.5f}) {
    EXPECT_NEAR(expose(1.0f, ev, 1), 1, 1e-6f);
    EXPECT_FLOAT_EQ(expose(0.0f, ev, 1), 0);
    EXPECT_NEAR(std::log2(srgb_to_linear(expose(0.01f, ev, 1)) / srgb_to_linear(0.01f)), ev, 0.02);
  }
  // (g L) / (1 + s (g - 1) L): 2 * 0.25 / (1 + 0.5 * 1 * 0.25)
  EXPECT_NEAR(srgb_to_linear(expose(linear_to_srgb(0.25f), 1, 0.5f)), 0.5f / 1.125f, 1e-6f);
  EXPECT_FLOAT_EQ(expose(0.3f, 0.0f, 0.8f), 0.3f);
}

TEST(Exposure, with_a_shoulder_of_rows_agrees_with_the_formula_and_never_falls) {
  std::vector<float> in, out;
  for (int i = 0; i <= 20000; ++i) in.push_back(float(i) / 18000);
  out.resize(in.size());
  for (const double shoulder : {0.2, 0.9, 1.0})
    for (double ev = -max_ev; ev <= max_ev; ev += 0.5) {
      ExposureCurve(ev, shoulder).row(in.data(), out.data(), in.size());
      for (std::size_t i = 0; i < in.size(); ++i) {
        const float wanted = expose(std::min(in[i], ev == 0 ? 2.0f : 1.0f), float(ev), float(shoulder));
        ASSERT_NEAR(out[i], std::clamp(wanted, 0.0f, 1.0f), 1e-5f)
            << in[i] << " by " << ev << ", " << shoulder;
        if (i > 0) ASSERT_GE(out[i] + 1e-6f, out[i - 1]) << in[i] << " by " << ev << ", " << shoulder;
      }
    }
}

TEST(Exposure, of_rows_agrees_with_the_formula) {
  std::vector<float> in, out;
  for (int i = 0; i <= 20000; ++i) in.push_back(float(i) / 18000);
  out.resize(in.size());
  for (float ev = -float(max_ev); ev <= float(max_ev); ev += 0.25f) {
    ExposureCurve(double(ev)).row(in.data(), out.data(), in.size());
    for (std::size_t i = 0; i < in.size(); ++i)
      ASSERT_NEAR(out[i], std::clamp(expose(in[i], ev), 0.0f, 1.0f), 2e-6f) << in[i] << " by " << ev;
  }
}

TEST(Exposure, of_rows_answers_every_value_with_one_in_range) {
  const std::vector<float> in{not_a_number, infinity, -infinity, -0.3f, 7.0f, 3e38f};
  std::vector<float> out(in.size());
  ExposureCurve(-1).row(in.data(), out.data(), in.size());
  EXPECT_EQ(out, (std::vector<float>{0, 1, 0, 0, 1, 1}));
}

TEST(Exposure, of_a_picture_keeps_encoding_and_alpha) {
  const Image in = photo(40, 30, 4, 1, Encoding::linear), out = exposed(in, 1.0);
  EXPECT_EQ(out.encoding, Encoding::linear);
  for (std::size_t i = 0; i < in.pixels.size(); ++i)
    if (i % 4 == 3)
      ASSERT_EQ(out.pixels[i], in.pixels[i]);
    else
      ASSERT_NEAR(out.pixels[i], std::min(1.0f, 2 * in.pixels[i]), 1e-5f);
}
