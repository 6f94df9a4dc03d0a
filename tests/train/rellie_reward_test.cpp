// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reward/rellie.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

torch::Tensor grey(double value, int height, int width) {
  return torch::full({1, 3, height, width}, value);
}

TEST(SpatialInconsistency, ComparesContrastsBetweenBlocks) {
  // Three blocks side by side: 0.2 0.2 0.2 becomes 0.2 0.5 0.4, so the contrasts change by 0.3 and -0.1.
  const torch::Tensor before = grey(0.2, 4, 12);
  torch::Tensor after = before.clone();
  after.slice(3, 4, 8).fill_(0.5);
  after.slice(3, 8, 12).fill_(0.4);
  const torch::Tensor map = spatial_inconsistency(before, after)[0][0];
  EXPECT_EQ(map.sizes(), (torch::IntArrayRef{4, 12}));
  EXPECT_NEAR(map[0][0].item<double>(), 0.09, 1e-6);
  EXPECT_NEAR(map[3][7].item<double>(), 0.09 + 0.01, 1e-6);
  EXPECT_NEAR(map[2][11].item<double>(), 0.01, 1e-6);
}

TEST(SpatialInconsistency, ForgivesOneBrightnessMoreAndSeesNothingWithinABlock) {
  const torch::Tensor before = torch::rand({1, 3, 16, 16}) * 0.5;
  EXPECT_NEAR(spatial_inconsistency(before, before + 0.25).abs().max().item<double>(), 0, 1e-6);
  torch::Tensor after = grey(0.4, 8, 8);
  after.index({0, torch::indexing::Slice(), torch::indexing::Slice(0, 8, 2)}) += 0.1;
  after.index({0, torch::indexing::Slice(), torch::indexing::Slice(1, 8, 2)}) -= 0.1;
  EXPECT_NEAR(spatial_inconsistency(grey(0.4, 8, 8), after).abs().max().item<double>(), 0, 1e-6);
}

TEST(ExposureSquare, IsTheSquaredDistanceOfBlockMeans) {
  torch::Tensor picture = grey(0.6, 16, 32);
  picture.slice(3, 16, 32).fill_(0.1);
  const torch::Tensor map = exposure_square(picture, 0.6)[0][0];
  EXPECT_NEAR(map[5][5].item<double>(), 0, 1e-6);
  EXPECT_NEAR(map[5][20].item<double>(), 0.25, 1e-6);
}

TEST(StrengthVariation, ItsMeanIsThePapersNumber) {
  // 2x3 strengths of one head: horizontal differences 0.1, 0.2, 0, 0.3; vertical 0.5, 0.4, 0.7.
  const torch::Tensor a = torch::tensor({{0.0f, 0.1f, 0.3f}, {0.5f, 0.5f, -0.4f + 0.6f}}).view({1, 1, 2, 3});
  const torch::Tensor across = a.diff(1, 3).square(), down = a.diff(1, 2).square();
  const double expected = 2 * (across.sum().item<double>() / (2 * 2) + down.sum().item<double>() / (1 * 3));
  EXPECT_NEAR(strength_variation(a).mean().item<double>(), expected, 1e-6);
  EXPECT_NEAR(strength_variation(torch::cat({a, a, a}, 1)).mean().item<double>(), 3 * expected, 1e-6);
  EXPECT_EQ(strength_variation(torch::full({2, 3, 5, 5}, 0.3)).abs().max().item<double>(), 0);
  EXPECT_EQ(strength_variation(torch::full({1, 1, 1, 1}, 0.3)).item<double>(), 0); // no neighbours
}

TEST(ColourRatioChange, IsNothingForOneFactorAndGrowsWithACast) {
  const torch::Tensor before = torch::tensor({0.2f, 0.1f, 0.3f}).view({1, 3, 1, 1});
  EXPECT_NEAR(colour_ratio_change(before, before * 2).item<double>(), 0, 1e-3);
  const torch::Tensor after = torch::tensor({0.4f, 0.1f, 0.3f}).view({1, 3, 1, 1});
  const double e = 1.0 / 255;
  const auto share = [&](double a, double b) { return (a + e) / (a + b + 2 * e); };
  const double rb = share(0.4, 0.3) - share(0.2, 0.3), gr = share(0.1, 0.4) - share(0.1, 0.2);
  EXPECT_NEAR(colour_ratio_change(before, after).item<double>(), rb * rb + gr * gr, 1e-6);
  EXPECT_TRUE(torch::isfinite(colour_ratio_change(grey(0, 2, 2), grey(1, 2, 2))).all().item<bool>());
}

TEST(RellieReward, AddsItsTermsWithTheirSignsAndScale) {
  torch::manual_seed(2);
  Transition step;
  step.first = torch::rand({1, 3, 32, 32}) * 0.2;
  step.before = step.first * 1.5;
  step.after = step.first * 2.5;
  step.strengths = torch::rand({1, 3, 32, 32});
  step.reference = step.first * 3;
  const RellieReward weights{2, 80, 200, 20, 5, {}, 0.6, 0.1};
  const torch::Tensor expected =
      0.1 * (-2 * spatial_inconsistency(step.first, step.after) - 80 * exposure_square(step.after, 0.6) -
             200 * strength_variation(step.strengths) - 20 * colour_ratio_change(step.before, step.after) +
             5 * recovery(step));
  EXPECT_TRUE(torch::allclose(rellie_reward(weights, step), expected, 1e-5, 1e-6));
  const RellieReward paper;
  EXPECT_LT(rellie_reward(paper, step).max().item<double>(), 0);
  EXPECT_EQ(rellie_reward(paper, step).sizes(), (torch::IntArrayRef{1, 1, 32, 32}));
}

} // namespace
} // namespace penumbra
