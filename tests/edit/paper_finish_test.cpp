// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/finish.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// x[y][x][c] = frac(0.37 c + 0.011 y + 0.007 x).
Image golden_input() {
  Image image(64, 64, 3);
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 64; ++x)
      for (int c = 0; c < 3; ++c) image.at(x, y, c) = float(std::fmod(0.37 * c + 0.011 * y + 0.007 * x, 1.0));
  return image;
}

Image finished(const FinishValues& values) {
  return paper_pipeline().apply(golden_input(), values, {64, 64});
}

struct Figures {
  double mean = 0, deviation = 0, channel[3] = {};
};

Figures figures_of(const Image& image) {
  Figures f;
  const double n = double(image.pixels.size());
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    f.mean += double(image.pixels[i]) / n, f.channel[i % 3] += double(image.pixels[i]) * 3 / n;
  double sum = 0;
  for (const float v : image.pixels) sum += (double(v) - f.mean) * (double(v) - f.mean);
  f.deviation = std::sqrt(sum / n);
  return f;
}

} // namespace

// Golden values of an independent implementation in numpy, in float32.
TEST(PaperFinish, gives_the_golden_values) {
  const Image first = finished({0.5, 0.1, -0.05, 0.2, 0.3, 0.4, -0.5, 0.6, 3.0});
  const Figures f = figures_of(first);
  EXPECT_NEAR(f.mean, 0.617582, 5e-6);
  EXPECT_NEAR(f.deviation, 0.355913, 5e-6);
  EXPECT_NEAR(f.channel[0], 0.676694, 5e-6);
  EXPECT_NEAR(f.channel[1], 0.624479, 5e-6);
  EXPECT_NEAR(f.channel[2], 0.551576, 5e-6);
  EXPECT_NEAR(first.at(20, 10, 0), 0.305567, 5e-6);
  EXPECT_NEAR(first.at(20, 10, 1), 0.927863, 5e-6);
  EXPECT_EQ(first.at(20, 10, 2), 1.0f);

  const Image second = finished({-1, -0.3, 0.1, 0.4, -0.6, -0.5, 0.7, -0.4, 0.3});
  const Figures s = figures_of(second);
  EXPECT_NEAR(s.mean, 0.300901, 5e-6);
  EXPECT_NEAR(s.deviation, 0.099243, 5e-6);
  EXPECT_NEAR(s.channel[0], 0.268922, 5e-6);
  EXPECT_NEAR(s.channel[1], 0.308695, 5e-6);
  EXPECT_NEAR(s.channel[2], 0.325086, 5e-6);
  EXPECT_NEAR(second.at(20, 10, 0), 0.255582, 5e-6);
  EXPECT_NEAR(second.at(20, 10, 1), 0.372015, 5e-6);
  EXPECT_NEAR(second.at(20, 10, 2), 0.520361, 5e-6);
}

TEST(PaperFinish, is_neutral_at_its_neutral_values) {
  const FinishValues neutral = neutral_values(paper_pipeline());
  EXPECT_EQ(neutral[8], 1.0);
  EXPECT_LE(largest_difference(finished(neutral).pixels, golden_input().pixels), 1e-6f);
}

TEST(PaperFinish, refuses_what_is_out_of_range) {
  FinishValues values = neutral_values(paper_pipeline());
  values[8] = 10.5;
  EXPECT_THROW(finished(values), Error);
  values[8] = 1, values[1] = -0.6;
  EXPECT_THROW(finished(values), Error);
}
