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

} // namespace
} // namespace penumbra
