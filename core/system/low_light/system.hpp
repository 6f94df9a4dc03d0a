// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/pixel_net.hpp"

#include <string>
#include <vector>

namespace penumbra {

/// What a low-light system is to its agent and its trainer: the network's shape and what its actions do.
struct LowLightSystem {
  std::string id;
  PixelNetShape shape;
  std::vector<float> strengths; ///< of the actions
  double coupling = 0; ///< ReLLIE 0.1: share of the own head in the second and third channel (B, G, R order)
  double mixing = 1;   ///< ReLLIE 0.8: share of the adjusted picture in the next state
};

/// ALL-E: one head, 28 actions, context of the whole picture. `paper_actions` false: ReLLIE's range, for the
/// ablation of table 3.
LowLightSystem all_e_system(int width, bool paper_actions = true);

/// ReLLIE: three heads of 27 actions, coupled and mixed; the context of the whole picture is ours.
LowLightSystem rellie_system(int width);

/// Strengths of the channels [N,1 or 3,H,W] in R, G, B order from those of the heads [N,heads,H,W], the
/// mixing included: 0.8 (s + A s (1-s)) + 0.2 s is the curve of strength 0.8 A.
torch::Tensor channel_strengths(const LowLightSystem& system, const torch::Tensor& heads);

/// What the policy makes of a state.
struct Decision {
  torch::Tensor strengths; ///< expected strengths of the channels, [N,1 or 3,H,W]
  torch::Tensor entropy;   ///< of the policy in nats, mean over pixels, pictures and heads; a number
};

/// Asks the policy what to do in `state` [N,3,H,W]; `first` is describe_picture() of the episode's first
/// state.
Decision decide(PixelNet& net, const LowLightSystem& system, const torch::Tensor& state,
                const torch::Tensor& first);

/// Strengths [N,C,H,W] with the differences within each picture and channel as far as they are to be
/// believed: deviations d from the mean become d v / (v + z^2), v their variance and z `doubtful` (Wiener's
/// filter for a signal of variance v under an error of deviation z). Where a policy sets hardly any
/// differences they are as often wrong as right; where it sets large ones it has seen something. Means stay.
torch::Tensor shrunk(const torch::Tensor& strengths, double doubtful);

/// The deviation at which half of the differences is kept; chosen on dark frames of brackets, where small
/// differences cost what large ones gain (models/all-e/card.md). For acting only: training learns from all.
inline constexpr double doubtful_spread = 0.04;

/// Strengths [1,C,H,W] scaled down so far that their curve brightens the darkest tones of the picture at most
/// `max` (1 or more) times in the mean: d/ds (s + A s (1 - s)) at 0 is 1 + A. Weaker ones stay.
torch::Tensor within_gain(const torch::Tensor& strengths, double max);

/// How often brighter an episode may make the darkest tones. Neighbouring levels of an 8-bit photo are 16
/// levels apart then: what could still be brought out of a nearly black photo is noise, blocks and casts.
inline constexpr double max_gain = 16;

/// Mean entropy in nats of log-probabilities [N,heads,actions,H,W].
torch::Tensor mean_entropy(const torch::Tensor& log_probabilities);

} // namespace penumbra
