// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reward/rellie.hpp"

#include "core/reward/blocks.hpp"

namespace penumbra {
namespace F = torch::nn::functional;

torch::Tensor spatial_inconsistency(const torch::Tensor& first, const torch::Tensor& after) {
  // The contrast to a neighbour is linear, so the difference of contrasts is the contrast of the difference.
  const torch::Tensor change = block_means(after, 4) - block_means(first, 4);
  const torch::Tensor across = change.diff(1, 3).square(), down = change.diff(1, 2).square();
  const torch::Tensor sum =
      F::pad(across, F::PadFuncOptions({0, 1, 0, 0})) + F::pad(across, F::PadFuncOptions({1, 0, 0, 0})) +
      F::pad(down, F::PadFuncOptions({0, 0, 0, 1})) + F::pad(down, F::PadFuncOptions({0, 0, 1, 0}));
  return spread_blocks(sum, 4, after);
}

torch::Tensor exposure_square(const torch::Tensor& picture, double level) {
  return exposure_error(picture, level).square();
}

torch::Tensor strength_variation(const torch::Tensor& strengths) {
  const double height = double(strengths.size(2)), width = double(strengths.size(3));
  const torch::Tensor across = strengths.diff(1, 3).square(), down = strengths.diff(1, 2).square();
  // Means over (width - 1) or (height - 1) differences, written as means over the pixels.
  const double share_across = width > 1 ? width / (width - 1) : 0,
               share_down = height > 1 ? height / (height - 1) : 0;
  return 2 * (share_across * F::pad(across, F::PadFuncOptions({0, 1, 0, 0})) +
              share_down * F::pad(down, F::PadFuncOptions({0, 0, 0, 1})))
                 .sum(1, true);
}

torch::Tensor colour_ratio_change(const torch::Tensor& before, const torch::Tensor& after) {
  constexpr double black = 1.0 / 255; // below, a ratio is noise
  const auto share = [&](const torch::Tensor& picture) {
    const torch::Tensor other = picture.roll(1, 1);
    return (picture + black) / (picture + other + 2 * black);
  };
  return (share(after) - share(before)).square().sum(1, true);
}

torch::Tensor rellie_reward(const RellieReward& weights, const Transition& step) {
  torch::Tensor reward = torch::zeros_like(step.after.slice(1, 0, 1));
  if (weights.spatial != 0) reward = reward - weights.spatial * spatial_inconsistency(step.first, step.after);
  if (weights.exposure != 0)
    reward = reward - weights.exposure * exposure_square(step.after, weights.exposure_level);
  if (weights.variation != 0) reward = reward - weights.variation * strength_variation(step.strengths);
  if (weights.colour != 0) reward = reward - weights.colour * colour_ratio_change(step.before, step.after);
  if (weights.recovery != 0) reward = reward + weights.recovery * recovery(step, weights.recovery_error);
  return weights.scale * reward;
}

} // namespace penumbra
