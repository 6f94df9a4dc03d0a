// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace penumbra {

/// One step of an episode as rewards see it. Pictures are sRGB-encoded [N,3,H,W] in [0,1].
struct Transition {
  torch::Tensor before;    ///< s_t
  torch::Tensor after;     ///< s_{t+1}
  torch::Tensor strengths; ///< A_t before it follows the edges, of the channels, [N,1 or 3,H,W]
  torch::Tensor first;     ///< s_0, the input
  torch::Tensor reference; ///< the photo before it was darkened; undefined where there is none
};

// One rule for all rewards: the reward of a step is one number for each picture, and a reward is a map
// [N,1,H,W] whose mean over the picture is that number, or the number itself, [N,1,1,1]. The map says which
// places a number comes from; nothing is weighed by how many pixels share it. Estimators take the mean
// (reward_number()), whatever they do with the map besides. Penalties are positive.

/// The number that a reward stands for, [N].
torch::Tensor reward_number(const torch::Tensor& reward);

/// ALL-E eq. 9, first term: sum over pairs of channels of the squared difference of their means. [N,1,1,1]
torch::Tensor colour_constancy(const torch::Tensor& picture);

/// ALL-E eq. 9, second term: absolute horizontal and vertical differences of the strengths, summed over their
/// channels, at the pixel from which they are taken. Its mean is what lambda multiplies. [N,1,H,W]
torch::Tensor illumination_roughness(const torch::Tensor& strengths);

/// ALL-E eq. 10: distance of the mean intensity of each 16x16 block from the well-exposedness level `level`
/// (0.6 in the paper), at the pixels of the block. [N,1,H,W]; blocks at the right and bottom border
/// may be smaller.
torch::Tensor exposure_error(const torch::Tensor& picture, double level);

/// How far a state is from the photo as it was before it was darkened, d = s - r, for each pixel: mean over
/// channels of |d| + (1 - 2 quantile) d + squared d^2, plus level times |mean of d over the picture|.
struct RecoveryError {
  double quantile =
      0.5; ///< |d| alone has its least value at the median of what the photo may have been: too dark
  double squared = 0, level = 0;
};

/// Gain of the step towards the photo as it was before it was darkened: what the error falls by from s_t to
/// s_{t+1}, so that the gains of an episode sum up to what the error fell by in all. Not in the paper: our
/// training photos are good ones that we darken, so the original is known. [N,1,H,W]
torch::Tensor recovery(const Transition& step, const RecoveryError& error = {});

/// Weights of ALL-E's reward, eq. 11, and of the recovery term.
struct AllEReward {
  double aesthetic = 0;   ///< w1; needs an oracle
  double feature = 0.05;  ///< w2
  double exposure = 0.02; ///< w3
  double recovery = 1.0;
  RecoveryError recovery_error;
  double smoothness_lambda = 100; ///< lambda of eq. 9
  double exposure_level = 0.6;    ///< E of eq. 10
};

/// r_t = w1 r_aes - w2 r_fea - w3 r_exp (+ recovery), [N,1,H,W]. `aesthetic_gain` [N], undefined where w1 is
/// 0.
torch::Tensor all_e_reward(const AllEReward& weights, const Transition& step,
                           const torch::Tensor& aesthetic_gain);

} // namespace penumbra
