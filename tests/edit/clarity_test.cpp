// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/clarity/clarity.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace penumbra {
namespace {

using namespace test;

Image grey(int width, int height, auto value) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c) image.at(x, y, c) = value(x, y);
  return image;
}

Image clarified(const Image& image, double amount) {
  return render({make_clarity_step(amount)}, image);
}

TEST(Clarity, OfNoneChangesNothing) {
  const Image image = photo(60, 40, 3);
  EXPECT_TRUE(same_bits(clarified(image, 0).pixels, image.pixels));
}

TEST(Clarity, RaisesTheContrastOfTextureByWhatTheFormulaSays) {
  // A checkerboard of deviation d: the guided filter's a is d^2 / (d^2 + 0.004).
  constexpr float d = 0.03f, a = d * d / (d * d + 4e-3f);
  const Image image = grey(64, 48, [](int x, int y) { return 0.5f + ((x + y) % 2 ? d : -d); });
  for (const double amount : {0.25, 0.5, 1.0}) {
    const Image out = clarified(image, amount);
    const float contrast = out.at(31, 24, 0) - out.at(30, 24, 0);
    // s (1 - s) is 0.25 in middle grey, nearly.
    EXPECT_NEAR(contrast / (2 * d), 1 + float(amount) * (1 - a), 0.02f) << amount;
  }
}

TEST(Clarity, LeavesFlatPlacesAndLargeEdgesAsTheyAre) {
  const Image image = grey(120, 80, [](int x, int) { return x < 60 ? 0.2f : 0.8f; });
  const Image out = clarified(image, 1);
  float largest = 0;
  for (std::size_t i = 0; i < out.pixels.size(); ++i)
    largest = std::max(largest, std::abs(out.pixels[i] - image.pixels[i]));
  EXPECT_LT(largest, 0.02f); // without regard for edges it would be 0.1 beside the edge
  EXPECT_NEAR(out.at(10, 40, 0), 0.2f, 1e-4f);
}

TEST(Clarity, ClipsNothing) {
  const Image image = grey(64, 48, [](int x, int y) {
    return (x + y) % 3 == 0 ? 0.0f : (x + y) % 3 == 1 ? 1.0f : 0.97f;
  });
  const Image out = clarified(image, 1);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) {
    EXPECT_EQ(out.pixels[i] == 0.0f, image.pixels[i] == 0.0f);
    EXPECT_EQ(out.pixels[i] == 1.0f, image.pixels[i] == 1.0f);
  }
}

TEST(Clarity, ChangesEveryChannelByTheSameCurveAndLeavesAlphaAlone) {
  const Image image = photo(90, 60, 4);
  const Image out = clarified(image, 0.8);
  for (std::size_t i = 0; i < out.pixels.size(); i += 4) {
    EXPECT_EQ(out.pixels[i + 3], image.pixels[i + 3]);
    float strength[3];
    bool usable = true;
    for (std::size_t c = 0; c < 3; ++c) {
      const float s = image.pixels[i + c];
      usable = usable && s > 0.1f && s < 0.9f;
      strength[c] = (out.pixels[i + c] - s) / (s * (1 - s));
    }
    if (!usable) continue;
    EXPECT_NEAR(strength[0], strength[1], 1e-4f);
    EXPECT_NEAR(strength[0], strength[2], 1e-4f);
  }
}

TEST(Clarity, IsTheSameOnAReducedCopyAsFarAsThatShowsIt) {
  const Image large = grey(640, 480, [](int x, int y) {
    return 0.5f + 0.05f * std::sin(float(x) / 12) * std::cos(float(y) / 15); // waves of many pixels
  });
  const Image small = resize(large, {320, 240});
  const Image wanted = resize(clarified(large, 1), {320, 240}), got = clarified(small, 1);
  for (std::size_t i = 0; i < got.pixels.size(); ++i) EXPECT_NEAR(got.pixels[i], wanted.pixels[i], 3e-3f);
}

TEST(Clarity, AmountCanBeSetLaterAndSurvivesStoring) {
  Recipe recipe;
  recipe.steps = with_amount({make_clarity_step(1)}, "clarity", 0.25);
  EXPECT_EQ(recipe.steps[0].parameters.at("amount"), 0.25);
  EXPECT_EQ(recipe_from_json(to_json(recipe)), recipe);
}

TEST(Clarity, RefusesWhatItCannotMean) {
  for (const nlohmann::json& parameters :
       {nlohmann::json::object(), nlohmann::json{{"amount", "much"}}, nlohmann::json{{"amount", -0.1}},
        nlohmann::json{{"amount", 1.1}}, nlohmann::json{{"amount", not_a_number}}})
    EXPECT_THROW(operation_of(EditStep{"clarity", 1, parameters, {}}), Error) << parameters;
  EXPECT_THROW(operation_of(EditStep{"clarity", 1, {{"amount", 0.5}}, {Map(2, 2)}}), Error);
}

} // namespace
} // namespace penumbra
