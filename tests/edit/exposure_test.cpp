#include "core/edit/fusion/exposure.hpp"
#include "core/image/colour.hpp"
#include "tests/image/pictures.hpp"

#include <algorithm>
#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

TEST(Exposure, doubles_the_light_at_one_ev) {
  EXPECT_NEAR(srgb_to_linear(expose(0.5f, 1.0f)), 2 * srgb_to_linear(0.5f), 1e-6f);
  EXPECT_NEAR(srgb_to_linear(expose(0.3f, -2.0f)), srgb_to_linear(0.3f) / 4, 1e-6f);
  EXPECT_FLOAT_EQ(expose(0.7f, 0.0f), 0.7f);
  EXPECT_FLOAT_EQ(expose(0.0f, 3.0f), 0.0f);
}

TEST(Exposure, of_rows_agrees_with_the_formula) {
  std::vector<float> in, out;
  for (int i = 0; i <= 20000; ++i) in.push_back(float(i) / 18000);
  out.resize(in.size());
  for (float ev = -3.5f; ev <= 3.5f; ev += 0.25f) {
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
