// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/edit/denoise/denoise.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace penumbra {
namespace {

/// A picture with slow gradients, sharp edges and fine lines.
Image scene(int width, int height, int channels = 3) {
  Image image(width, height, channels);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < image.colour_channels(); ++c) {
        const bool disc = std::hypot(x - width * 0.6, y - height * 0.5) < height * 0.25;
        const bool stripe = x < width / 4 && (y / 6) % 2;
        image.at(x, y, c) = disc     ? 0.75f - 0.1f * float(c)
                            : stripe ? 0.55f
                                     : 0.25f + 0.2f * float(x) / float(width);
      }
  if (image.has_alpha())
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) image.at(x, y, channels - 1) = float(x % 7) / 7.0f;
  return image;
}

Image with_noise(Image image, float sigma) {
  std::mt19937 random(1);
  std::normal_distribution<float> noise(0, sigma);
  for (std::size_t i = 0; i < image.pixels.size(); ++i)
    if (!image.has_alpha() || i % image.channels != std::size_t(image.channels - 1))
      image.pixels[i] += noise(random);
  return image;
}

double gain_in_db(const Image& before, const Image& after, const Image& clean) {
  return test::psnr(after, clean) - test::psnr(before, clean);
}

float largest_difference(const Image& a, const Image& b) {
  return test::largest_difference(a.pixels, b.pixels);
}

TEST(Denoise, WithoutAmountOrNoiseChangesNothing) {
  const Image noisy = with_noise(scene(40, 30), 0.1f);
  EXPECT_EQ(render({make_denoise_step(0.1, 0, 40)}, noisy).pixels, noisy.pixels);
  EXPECT_EQ(render({make_denoise_step(0, 1, 40)}, noisy).pixels, noisy.pixels);
  // Each pixel of this copy is the mean of a thousand: nothing is left to take off.
  EXPECT_EQ(render({make_denoise_step(0.02, 1, 40 * 32)}, noisy).pixels, noisy.pixels);
}

TEST(Denoise, BringsANoisyPictureCloserToTheCleanOne) {
  const Image clean = scene(160, 120);
  for (const float sigma : {10 / 255.0f, 25 / 255.0f, 45 / 255.0f}) {
    const Image noisy = with_noise(clean, sigma);
    const Image result = render({make_denoise_step(sigma, 1, 160)}, noisy);
    EXPECT_GT(gain_in_db(noisy, result, clean), 6.0) << sigma;
  }
}

TEST(Denoise, AmountIsTheShareThatIsTakenOff) {
  const Image noisy = with_noise(scene(64, 48), 0.05f);
  const Image all = render({make_denoise_step(0.05, 1, 64)}, noisy);
  const Image half = render({make_denoise_step(0.05, 0.5, 64)}, noisy);
  for (std::size_t i = 0; i < noisy.pixels.size(); ++i)
    ASSERT_NEAR(half.pixels[i], 0.5f * (noisy.pixels[i] + all.pixels[i]), 1e-6f);
}

TEST(Denoise, TheMapSaysWhereTheNoiseIs) {
  const Image clean = scene(128, 64), noisy = with_noise(clean, 0.08f);
  Map map(16, 8);
  for (int i = 0; i < 16 * 8; ++i) map.values[std::size_t(i)] = i % 16 < 8 ? 1.0f : 0.0f;
  const Image result = render({make_denoise_step(0.08, 1, 128, map)}, noisy);
  const auto change = [&](int from, int to) {
    double sum = 0;
    for (int y = 0; y < 64; ++y)
      for (int x = from; x < to; ++x) sum += std::fabs(result.at(x, y, 0) - noisy.at(x, y, 0));
    return sum / 64 / (to - from);
  };
  EXPECT_GT(change(0, 40), 0.03);
  EXPECT_LT(change(100, 128), 0.002);
}

TEST(Denoise, HasNoSeams) {
  const Image noisy = with_noise(scene(301, 177), 0.06f);
  Map map(30, 18);
  for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] = 0.5f + float(i % 30) / 30.0f;
  const std::vector<EditStep> steps{make_denoise_step(0.06, 1, 301, map)};
  const Size full{noisy.width, noisy.height};
  const PreparedRecipe prepared(steps, noisy, full);
  Image whole = noisy;
  prepared.apply(whole, 0, 0);
  for (const int side : {64, 77}) {
    Image tiled(noisy.width, noisy.height, 3);
    for (int y = 0; y < noisy.height; y += side)
      for (int x = 0; x < noisy.width; x += side)
        prepared.apply(noisy, tiled,
                       {x, y, std::min(side, noisy.width - x), std::min(side, noisy.height - y)});
    EXPECT_LT(largest_difference(tiled, whole), 1e-5f) << side;
  }
  EXPECT_LT(largest_difference(render(steps, noisy), whole), 1e-5f);
}

TEST(Denoise, GreyPicturesAreDenoisedToo) {
  const Image clean = scene(96, 80, 1), noisy = with_noise(clean, 0.08f);
  const Image result = render({make_denoise_step(0.08, 1, 96)}, noisy);
  EXPECT_EQ(result.channels, 1);
  EXPECT_GT(gain_in_db(noisy, result, clean), 5.0);
}

TEST(Denoise, KeepsAlpha) {
  const Image noisy = with_noise(scene(50, 40, 4), 0.08f);
  const Image result = render({make_denoise_step(0.08, 1, 50)}, noisy);
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 50; ++x) ASSERT_EQ(result.at(x, y, 3), noisy.at(x, y, 3));
  EXPECT_GT(largest_difference(result, noisy), 0.05f);
}

TEST(Denoise, LinearPicturesGetTheSameResult) {
  Image noisy = with_noise(scene(64, 64), 0.05f);
  for (float& value : noisy.pixels) value = std::clamp(value, 0.0f, 1.0f);
  const std::vector<EditStep> steps{make_denoise_step(0.05, 1, 64)};
  const Image expected = render(steps, noisy);
  const Image result = convert(render(steps, convert(noisy, Encoding::linear)), Encoding::srgb);
  EXPECT_LT(largest_difference(result, expected), 2e-4f);
}

TEST(Denoise, BrokenPixelsCountAsBlackAndStayFinite) {
  Image noisy = with_noise(scene(64, 48), 0.05f);
  Image black = noisy;
  const float broken[] = {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()};
  for (int i = 0; i < 3; ++i) noisy.at(20 + i, 20, i) = broken[i], black.at(20 + i, 20, i) = 0;
  const std::vector<EditStep> steps{make_denoise_step(0.05, 1, 64)};
  const Image result = render(steps, noisy);
  for (const float value : result.pixels) ASSERT_TRUE(std::isfinite(value));
  EXPECT_LT(largest_difference(result, render(steps, black)), 1e-6f);
}

TEST(Denoise, ValuesBeyondTheRangeAreKept) {
  Image image = scene(64, 48);
  image.at(30, 20, 0) = 7.5f;
  image.at(30, 21, 1) = -2.0f;
  const Image result = render({make_denoise_step(0.03, 1, 64)}, image);
  EXPECT_NEAR(result.at(30, 20, 0), 7.5f, 0.5f);
  EXPECT_NEAR(result.at(30, 21, 1), -2.0f, 0.5f);
}

TEST(Denoise, TinyAndOddPicturesWork) {
  for (const Size size : {Size{1, 1}, Size{3, 1}, Size{1, 5}, Size{7, 7}}) {
    const Image result = render({make_denoise_step(0.05, 1, size.width)}, scene(size.width, size.height));
    for (const float value : result.pixels) ASSERT_TRUE(std::isfinite(value));
  }
}

TEST(Denoise, WorksBetweenCurves) {
  const Image clean = scene(96, 64), noisy = with_noise(clean, 0.02f);
  Map strength(1, 1);
  strength.values = {0.8f};
  const EditStep brighten = make_curve_step(strength);
  const Image result = render({brighten, make_denoise_step(0.03, 1, 96), brighten}, noisy);
  const Image wanted = render({brighten, brighten}, clean), without = render({brighten, brighten}, noisy);
  EXPECT_GT(gain_in_db(without, result, wanted), 3.0);
}

TEST(Denoise, SurvivesStoring) {
  Map map(2, 1, 3);
  map.values = {1, 2, 3, 4, 5, 6};
  Recipe recipe;
  recipe.steps.push_back(make_denoise_step(0.04, 0.75, 3000, map));
  EXPECT_EQ(recipe_from_json(to_json(recipe)), recipe);
}

TEST(Denoise, RefusesWhatItCannotMean) {
  const auto refused = [](const nlohmann::json& parameters, std::vector<Map> maps = {}) {
    const EditStep step{"denoise", 1, parameters, std::move(maps)};
    EXPECT_THROW(operation_of(step), Error) << parameters;
  };
  refused({});
  refused({{"sigma", "much"}});
  refused({{"sigma", -0.1}});
  refused({{"sigma", 0.6}});
  refused({{"sigma", std::numeric_limits<double>::quiet_NaN()}});
  refused({{"sigma", 0.1}, {"amount", 1.5}});
  refused({{"sigma", 0.1}, {"width", -3}});
  Map map(2, 2);
  refused({{"sigma", 0.1}}, {map, map});
  map.values[3] = std::numeric_limits<float>::quiet_NaN();
  refused({{"sigma", 0.1}}, {map});
  map.values[3] = -1;
  refused({{"sigma", 0.1}}, {map});
  map.values.pop_back();
  refused({{"sigma", 0.1}}, {map});
  refused({{"sigma", 0.1}}, {Map(2, 2, 2)});
}

} // namespace
} // namespace penumbra
