// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/vgg_features.hpp"
#include "core/train/match/tune_data.hpp"

namespace penumbra {

/// What weighs how much where the goal is another photo, beside the logarithm of the style distance
/// (core/reward/style.hpp).
struct StyleWeights {
  double restraint = 0.1; ///< of the squares of the sliders
  double lost = 5;        ///< of lost tones
  double grey = 1.5;      ///< of colours taken away: grey is near to every colour
  /// Of the logarithm of the Gram matrices' distance over the input's (VGG-19, core/nn/torch/vgg_features.hpp:
  /// others' weights, which training may learn from and nobody ships), and of that of StyleScore (eq. 3).
  double gram = 0, score = 0;
  /// These logarithms weigh so many times more beyond -margin: that no pair ends farther off than it began
  /// counts more than that the near ones get nearer.
  double farther = 0, margin = 0.05;
};

/// Lets the episodes towards other photos keep what their looks are compared with.
void remember_grams(TuneEpisodes& episodes, const VggFeatures& features);

/// For episodes that remember, those towards other photos: the Gram matrices' distance and StyleScore with
/// the sliders `values` over those of the input, natural logarithms, [M], with gradients. `picture`: what
/// the sliders make of the input.
struct StyleGain {
  torch::Tensor gram, score;
};
StyleGain style_gain(const TuneEpisodes& episodes, const torch::Tensor& values, const torch::Tensor& picture,
                     TensorPipeline pipeline, const VggFeatures& features);

/// What stylization is trained by, [N]; it means something where the goal is another photo. `features`: null
/// where neither Gram matrices nor StyleScore weigh anything.
torch::Tensor style_loss(const TuneEpisodes& episodes, const torch::Tensor& values,
                         const torch::Tensor& picture, const StyleWeights& weights, TensorPipeline pipeline,
                         const VggFeatures* features);

} // namespace penumbra
