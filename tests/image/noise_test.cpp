// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/noise.hpp"

#include "tests/image/pictures.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace penumbra {
namespace {

/// A slow gradient from `from` to `to`, with normal noise.
Image noisy_gradient(int width, int height, int channels, float from, float to, float sigma) {
  std::mt19937 engine(3);
  std::normal_distribution<float> noise(0, sigma);
  Image image(width, height, channels);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float level = from + (to - from) * float(x) / float(width);
      for (int c = 0; c < image.colour_channels(); ++c)
        image.at(x, y, c) = std::clamp(level + noise(engine), 0.0f, 1.0f);
      if (image.has_alpha()) image.at(x, y, channels - 1) = float(x % 2); // is not looked at
    }
  return image;
}

TEST(EstimateNoise, FindsTheDeviationOfNormalNoise) {
  for (const float sigma : {0.004f, 0.02f, 0.06f})
    for (const int channels : {1, 3, 4}) {
      const NoiseCurve curve = estimate_noise(noisy_gradient(400, 300, channels, 0.3f, 0.7f, sigma));
      for (const float luma : {0.1f, 0.4f, 0.5f, 0.6f, 0.9f}) // where there is nothing: as the nearest
        EXPECT_NEAR(curve.at(luma), sigma, 0.12f * sigma) << sigma << ' ' << channels << ' ' << luma;
    }
}

TEST(EstimateNoise, SeesThatTheDarkIsNoisier) {
  Image image = noisy_gradient(512, 256, 3, 0.0f, 1.0f, 0.0f);
  std::mt19937 engine(4);
  std::normal_distribution<float> noise;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const float v = 0.15f + 0.7f * image.at(x, y, c);
        image.at(x, y, c) = v + noise(engine) * (v < 0.5f ? 0.05f : 0.01f);
      }
  const NoiseCurve curve = estimate_noise(image);
  EXPECT_NEAR(curve.at(0.25f), 0.05f, 0.006f);
  EXPECT_NEAR(curve.at(0.8f), 0.01f, 0.0012f);
}

TEST(EstimateNoise, TextureCountsForLittle) {
  // Half of the picture is a fine chequerboard, of the same brightness as the other half.
  Image image = noisy_gradient(512, 256, 3, 0.4f, 0.5f, 0.01f);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width / 2; ++x)
      for (int c = 0; c < 3; ++c) image.at(x, y, c) += (x + y) % 2 ? 0.1f : -0.1f;
  EXPECT_LT(estimate_noise(image).at(0.45f), 0.02f);
}

TEST(EstimateNoise, IsTheSameInLinearLight) {
  const Image image = noisy_gradient(256, 256, 3, 0.2f, 0.8f, 0.02f);
  const NoiseCurve encoded = estimate_noise(image), linear = estimate_noise(convert(image, Encoding::linear));
  for (int i = 0; i < NoiseCurve::places; ++i)
    EXPECT_NEAR(linear.sigma[std::size_t(i)], encoded.sigma[std::size_t(i)], 1e-4f);
}

TEST(EstimateNoise, IsNothingWhereThereIsNothingToSee) {
  EXPECT_EQ(estimate_noise(Image(5, 400, 3)).at(0.5f), 0.0f);
  EXPECT_EQ(estimate_noise(test::photo(64, 64, 3)).at(2.0f), estimate_noise(test::photo(64, 64, 3)).at(1.0f));
  Image broken = noisy_gradient(64, 64, 3, 0.4f, 0.6f, 0.02f);
  for (float& value : broken.pixels) value = test::not_a_number;
  EXPECT_EQ(estimate_noise(broken).at(0.5f), 0.0f);
}

} // namespace
} // namespace penumbra
