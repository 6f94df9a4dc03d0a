// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reward/low_light.hpp"

#include "core/error.hpp"
#include "core/reward/blocks.hpp"

namespace penumbra {

namespace F = torch::nn::functional;

torch::Tensor reward_number(const torch::Tensor& reward) {
  return reward.mean({1, 2, 3});
}

torch::Tensor colour_constancy(const torch::Tensor& picture) {
  const torch::Tensor mean = picture.flatten(2).mean(2); // [N,3]
  const torch::Tensor r = mean.slice(1, 0, 1), g = mean.slice(1, 1, 2), b = mean.slice(1, 2, 3);
  return ((r - g).square() + (g - b).square() + (b - r).square()).view({-1, 1, 1, 1});
}

torch::Tensor illumination_roughness(const torch::Tensor& strengths) {
  const torch::Tensor right = strengths.diff(1, 3).abs(), down = strengths.diff(1, 2).abs();
  return (F::pad(right, F::PadFuncOptions({0, 1, 0, 0})) + F::pad(down, F::PadFuncOptions({0, 0, 0, 1})))
      .sum(1, true);
}

torch::Tensor exposure_error(const torch::Tensor& picture, double level) {
  return spread_blocks((block_means(picture, 16) - level).abs(), 16, picture);
}

torch::Tensor recovery(const Transition& step, const RecoveryError& error) {
  if (!step.reference.defined()) throw Error("The recovery reward needs the photo before it was darkened.");
  const auto distance = [&](const torch::Tensor& state) {
    const torch::Tensor difference = state - step.reference;
    const torch::Tensor here =
        difference.abs() + (1 - 2 * error.quantile) * difference + error.squared * difference.square();
    return here.mean(1, true) + error.level * difference.mean({1, 2, 3}, true).abs();
  };
  return distance(step.before) - distance(step.after);
}

torch::Tensor all_e_reward(const AllEReward& weights, const Transition& step,
                           const torch::Tensor& aesthetic_gain) {
  torch::Tensor reward = torch::zeros_like(step.after.slice(1, 0, 1));
  if (weights.aesthetic != 0) {
    if (!aesthetic_gain.defined()) throw Error("The aesthetic reward needs an oracle.");
    reward = reward + weights.aesthetic * aesthetic_gain.view({-1, 1, 1, 1});
  }
  if (weights.feature != 0)
    reward = reward - weights.feature * (colour_constancy(step.after) +
                                         weights.smoothness_lambda * illumination_roughness(step.strengths));
  if (weights.exposure != 0)
    reward = reward - weights.exposure * exposure_error(step.after, weights.exposure_level);
  if (weights.recovery != 0) reward = reward + weights.recovery * recovery(step, weights.recovery_error);
  return reward;
}

} // namespace penumbra
