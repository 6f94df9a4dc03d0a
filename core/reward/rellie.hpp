// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reward/low_light.hpp"

namespace penumbra {

// ReLLIE's non-reference losses (Zhang et al. 2021), by the rule of core/reward/low_light.hpp: maps whose
// mean over the picture is the paper's number. Penalties are positive.

/// Spatial consistency: luminance (mean of the channels) is averaged over 4x4 pixels; squared differences
/// between the contrasts to the four neighbours before and after, summed over the four, credited to the
/// pixels of the place. Beyond the border nothing is compared. [N,1,H,W]
torch::Tensor spatial_inconsistency(const torch::Tensor& first, const torch::Tensor& after);

/// Squared distance of the mean intensity of each 16x16 block from `level` (0.6), credited to the pixels of
/// the block. [N,1,H,W]
torch::Tensor exposure_square(const torch::Tensor& picture, double level);

/// Total variation of the strengths [N,heads,H,W]: twice the squared horizontal and vertical differences,
/// each normalised by their number, summed over the heads, credited to the pixel from which they are taken.
/// [N,1,H,W]
torch::Tensor strength_variation(const torch::Tensor& strengths);

/// Change of the channels' ratios from one state to the next: for each pair of channels a, b the squared
/// change of a / (a + b), summed over the pairs. The reference takes integer quotients of 8-bit values, which
/// do not exist where a channel is 0; the share of a pair's sum changes with the quotient and always exists.
/// [N,1,H,W]
torch::Tensor colour_ratio_change(const torch::Tensor& before, const torch::Tensor& after);

/// Weights of ReLLIE's reward and of the recovery term.
struct RellieReward {
  double spatial = 1;
  double exposure = 80;
  double variation = 200;
  double colour = 20;
  double recovery = 0; ///< see recovery()
  RecoveryError recovery_error;
  double exposure_level = 0.6; ///< E
  double scale = 1;            ///< of the whole reward: only its ratio to the entropy's weight matters
};

/// r_t = -(spatial consistency + 80 exposure + 200 TV + 20 colour ratio) (+ recovery), [N,1,H,W].
torch::Tensor rellie_reward(const RellieReward& weights, const Transition& step);

} // namespace penumbra
