// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/tune_net.hpp"
#include "core/system/pix_tuner/mosaic.hpp"
#include "core/train/match/finish_torch.hpp"
#include "core/train/run/photos.hpp"

#include <array>
#include <functional>
#include <random>

namespace penumbra {

/// Episodes under way, each at its own step.
struct TuneEpisodes {
  torch::Tensor input;  ///< [N,3,80,80] mosaics with borders (core/system/pix_tuner/mosaic.hpp)
  torch::Tensor target; ///< [N,3,64,64] the input with the wanted sliders, rounded to 8 bit
  torch::Tensor wanted; ///< [N,9] the sliders that made the goal
  /// The goal is the target; otherwise another part of the photo with those sliders.
  bool same_content = true;
  /// [N] 1 where the goal is another photo altogether, to which there is no right answer; else 0.
  torch::Tensor foreign;
  /// Where the content is other: the same photo and goal in fewer, larger parts (style_grid), [N,3,84,84]
  /// with borders and [N,3,80,80], for looks that take neighbours into account.
  torch::Tensor view, goal_view;
  /// Of other photos, once remember_grams() was called (core/train/match/tune_style.hpp): Gram matrices of the goal
  /// [N,C,C], and how far the input's are from them [N]; 0 elsewhere.
  std::array<torch::Tensor, 3> goal_grams;
  torch::Tensor gram_before;
  TuneState state;
  /// Those of `which` (bool [N]) are put in the place of the ones here.
  void replace(const torch::Tensor& which, const TuneEpisodes& fresh);
};

constexpr MosaicGrid style_grid{2, 40};

/// A mosaic [N,3,80,80] (of the usual grid) without its borders, [N,3,64,64].
torch::Tensor without_borders(const torch::Tensor& mosaic, MosaicGrid grid = {});

/// Mosaics of photos, [N,3,80,80]; where the content is to be another, `other` shows other parts of the same
/// photos, otherwise it is undefined.
struct TuneMosaics {
  torch::Tensor input, other;
  torch::Tensor foreign;          ///< [N] 1 where `other` is of another photo; undefined: nowhere
  torch::Tensor view, other_view; ///< the same parts by style_grid, where there is an `other`
};

/// Random parts of `count` photos (60-100 % of each side, mirrored at random; 35-70 % where there are two);
/// photos are kept at a long side of tuner_side. And of the photos as they are: whole, or two halves.
/// `foreign`: share of `other` that are of another photo.
TuneMosaics random_mosaics(const PhotoSet& photos, int count, bool same_content, double foreign,
                           std::mt19937_64& random);
TuneMosaics whole_mosaics(const PhotoSet& photos, bool same_content);

/// Episodes on mosaics towards goals made by random sliders; sliders that leave nothing to see (mean of the
/// goal beyond 0.05…0.95) are drawn again. With the share `perturbed` they start near the goal's sliders, at
/// all distances, instead of at neutral.
TuneEpisodes random_goals(const TuneMosaics& mosaics, TensorPipeline pipeline, const torch::Tensor& neutral,
                          double perturbed);

/// Whole photos, each towards those that come `shifts` places before it, as they are.
TuneEpisodes towards_others(const PhotoSet& photos, const std::vector<int>& shifts, TensorPipeline pipeline,
                            const torch::Tensor& neutral);

/// The picture with new sliders [N,9], 64 x 64; and the episodes one step on (values and picture without
/// gradients).
torch::Tensor picture_with(const TuneEpisodes& episodes, TensorPipeline pipeline,
                           const torch::Tensor& values);
void advance(TuneEpisodes& episodes, const torch::Tensor& values, const torch::Tensor& picture);

/// PSNR in dB of pictures rounded to 8 bit, capped at 60, [N].
torch::Tensor psnr_of(const torch::Tensor& picture, const torch::Tensor& goal);

} // namespace penumbra
