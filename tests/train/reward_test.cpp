// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/reward/low_light.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

torch::Tensor plain(double r, double g, double b, int h = 32, int w = 32) {
  return torch::tensor({r, g, b}, torch::kFloat).view({1, 3, 1, 1}).expand({1, 3, h, w}).clone();
}

TEST(ColourConstancy, SumsSquaredDifferencesOfChannelMeans) {
  // (0.2-0.4)^2 + (0.4-0.7)^2 + (0.7-0.2)^2
  EXPECT_NEAR(colour_constancy(plain(0.2, 0.4, 0.7)).item<double>(), 0.04 + 0.09 + 0.25, 1e-6);
  EXPECT_NEAR(colour_constancy(plain(0.5, 0.5, 0.5)).item<double>(), 0.0, 1e-9);
}

TEST(IlluminationRoughness, CreditsDifferencesToTheirPixels) {
  torch::Tensor a = torch::zeros({1, 1, 2, 3});
  a[0][0][0][1] = 1.0f;
  const torch::Tensor r = illumination_roughness(a)[0][0];
  EXPECT_FLOAT_EQ(r[0][0].item<float>(), 1.0f); // to the right
  EXPECT_FLOAT_EQ(r[0][1].item<float>(), 2.0f); // to the right and down
  EXPECT_FLOAT_EQ(r[0][2].item<float>(), 0.0f);
  EXPECT_FLOAT_EQ(r.sum().item<float>(), 3.0f);
}

TEST(ExposureError, ComparesBlockMeansWithTheLevel) {
  torch::Tensor picture = plain(0.6, 0.6, 0.6, 20, 40);
  picture.slice(3, 0, 16).slice(2, 0, 16).fill_(0.1);
  const torch::Tensor error = exposure_error(picture, 0.6)[0][0];
  EXPECT_EQ(error.size(0), 20);
  EXPECT_EQ(error.size(1), 40);
  EXPECT_NEAR(error[3][3].item<double>(), 0.5, 1e-6);
  EXPECT_NEAR(error[3][17].item<double>(), 0.0, 1e-6);
  EXPECT_NEAR(error[19][39].item<double>(), 0.0,
              1e-6); // a block cut off by the border is averaged over its own pixels
}

TEST(Recovery, IsTheGainTowardsThePhoto) {
  Transition step{plain(0.1, 0.1, 0.1), plain(0.3, 0.2, 0.1), {}, {}, plain(0.4, 0.4, 0.4)};
  EXPECT_NEAR(recovery(step).mean().item<double>(), (0.2 + 0.1 + 0.0) / 3, 1e-6);
  // Too dark costs 1.2 times as much as it is, too bright 0.8 times.
  EXPECT_NEAR(recovery(step, {0.6, 0, 0}).mean().item<double>(), 1.2 * (0.2 + 0.1 + 0.0) / 3, 1e-6);
  EXPECT_NEAR(recovery(step, {0.5, 2, 0}).mean().item<double>(),
              (0.2 + 0.1 + 0.0) / 3 + 2 * (0.09 + 0.09 + 0.09 - 0.01 - 0.04 - 0.09) / 3, 1e-6);
  EXPECT_NEAR(recovery(step, {0.5, 0, 3}).mean().item<double>(), (0.2 + 0.1 + 0.0) / 3 * (1 + 3), 1e-6);
  step.reference = torch::Tensor();
  EXPECT_THROW(recovery(step), Error);
}

TEST(AllEReward, AddsItsTermsWithTheirSigns) {
  const torch::Tensor strengths = torch::full({1, 1, 32, 32}, 0.5);
  const Transition step{plain(0.1, 0.1, 0.1), plain(0.2, 0.4, 0.7), strengths, plain(0.1, 0.1, 0.1),
                        plain(0.6, 0.6, 0.6)};
  AllEReward weights;
  weights.aesthetic = 2, weights.feature = 3, weights.exposure = 5, weights.recovery = 7,
  weights.exposure_level = 0.6;
  const double exposure = 0.6 - (0.2 + 0.4 + 0.7) / 3, gain = (0.1 + 0.3 + (0.5 - 0.1)) / 3;
  const double expected = 2 * 0.25 - 3 * 0.38 - 5 * exposure + 7 * gain;
  EXPECT_NEAR(all_e_reward(weights, step, torch::tensor({0.25f})).mean().item<double>(), expected, 1e-5);
  EXPECT_THROW(all_e_reward(weights, step, {}), Error);
}

/// A step on a picture that differs from place to place, by strengths that do.
Transition uneven_step(int height, int width) {
  torch::manual_seed(4);
  Transition step;
  step.first = step.before = torch::rand({2, 3, height, width});
  step.after = torch::rand({2, 3, height, width});
  step.reference = torch::rand({2, 3, height, width});
  step.strengths = torch::rand({2, 1, height, width}) - 0.3;
  return step;
}

TEST(AllEReward, TheNumberWeighsSmoothnessAsThePaperDoesWhateverTheSize) {
  AllEReward weights;
  weights.feature = 0.5, weights.exposure = weights.recovery = 0, weights.smoothness_lambda = 100;
  for (const int side : {16, 48}) {
    const Transition step = uneven_step(side, side + 16);
    const torch::Tensor right = step.strengths.diff(1, 3).abs(), down = step.strengths.diff(1, 2).abs();
    // lambda times the sums of both kinds of differences over the number of pixels, for each picture.
    const torch::Tensor rough = (right.sum({1, 2, 3}) + down.sum({1, 2, 3})) / double(side * (side + 16));
    const torch::Tensor expected = -0.5 * (colour_constancy(step.after).view({2}) + 100 * rough);
    EXPECT_TRUE(torch::allclose(reward_number(all_e_reward(weights, step, {})), expected, 1e-4)) << side;
    EXPECT_LT(expected.max().item<double>(), -10) << "these strengths are rough";
  }
}

TEST(AllEReward, TermsThatAreNumbersAndTermsThatAreMapsWeighAlike) {
  const Transition step = uneven_step(32, 48);
  const torch::Tensor gain = torch::tensor({0.25f, -0.5f});
  AllEReward weights;
  weights.aesthetic = 2, weights.feature = 3, weights.exposure = 5, weights.recovery = 7;
  const torch::Tensor by_hand = 2 * gain - 3 * colour_constancy(step.after).view({2}) -
                                3 * 100 * illumination_roughness(step.strengths).mean({1, 2, 3}) -
                                5 * exposure_error(step.after, weights.exposure_level).mean({1, 2, 3}) +
                                7 * ((step.before - step.reference).abs().mean({1, 2, 3}) -
                                     (step.after - step.reference).abs().mean({1, 2, 3}));
  EXPECT_TRUE(torch::allclose(reward_number(all_e_reward(weights, step, gain)), by_hand, 1e-4));
}

} // namespace
} // namespace penumbra
