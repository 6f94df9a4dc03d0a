// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reward/low_light.hpp"
#include "core/system/low_light/system.hpp"
#include "core/train/run/photos.hpp"

#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace penumbra {

/// ALL-E eq. 7: s + A s (1 - s).
torch::Tensor apply_curve(const torch::Tensor& state, const torch::Tensor& strengths);

/// The guided filter of the product's curve edit, at the working size: strengths follow the edges of the
/// state.
torch::Tensor follow_edges(const torch::Tensor& strengths, const torch::Tensor& state);

/// Pairs to learn from: the picture to start from and the photo it came from.
struct LowLightBatch {
  torch::Tensor input, reference; ///< [N,3,H,W]
};

/// Scenes with a bright and a dark part, as against the light: pictures whose light was made more uneven than
/// in the photo, which the policy should even out again. Here strengths have to differ within a picture.
struct BacklitModel {
  double share = 0;            ///< of the pictures that are not left unchanged
  double min = 0.1, max = 0.4; ///< how uneven the light is made (even_light)
  double evened = 0.25;        ///< how much more even than in the photo it should become
  double max_ev = 1.5;         ///< darkened by 0…max_ev besides
};

struct LowLightData {
  double unchanged = 0.35; ///< share of pictures that are not darkened and should stay as they are
  double min_luma = 75,
         max_luma = 160; ///< only photos of such mean luma are darkened: they are good targets
  /// Photos darker than `dark_luma` are dark by intent; they make up this share of the unchanged ones.
  double dark_share = 0.4, dark_luma = 65;
  /// The mean luma at which an episode on a darkened photo should end, plus or minus `level_spread`: the
  /// photo is brought there by a curve (at_level). 0: the photo as it is. How bright its photographer liked a
  /// scene cannot be known from a dark frame of it; without a level the policy learns to hedge, and leaves
  /// every frame too dark.
  double level = 112, level_spread = 6;
  /// How much more even than in the photo the light of a darkened one should become (even_light).
  double evened = 0;
  /// Of the darkened pictures, this share is of scenes whose light was made more uneven than in the photo, up
  /// to `backlit.most`, and should come out so. Without them the policy takes every dark frame of a contrasty
  /// scene for one against the light.
  double contrasty = 0;
  std::vector<int> long_sides{96, 128, 160};
  int batch = 4;
  DarkenModel darkening;
  BacklitModel backlit;
};

/// Photos [N,3,H,W] with the light of their large areas more even (`amount` in (0, 1]: 0.25 is seen well) or,
/// below 0, more uneven: six curve steps, each of a strength that falls with the edge-aware mean around a
/// pixel. Details keep their contrast; the mean luma stays about the same.
torch::Tensor even_light(const torch::Tensor& photos, double amount);

/// Photos [N,3,H,W] brought to a mean luma (0…255) each by six equal curve steps of -0.5…1, or as near as
/// these get.
torch::Tensor at_level(const torch::Tensor& photos, const std::vector<double>& luma);

LowLightBatch sample_batch(const PhotoSet& photos, const LowLightData& data, std::mt19937_64& random);

/// Mean PSNR in dB over pairs of the state after `steps` steps by expected strengths with edge following,
/// over the kinds of pictures apart.
struct LowLightScore {
  double darkened = 0, unchanged = 0, backlit = 0; ///< PSNR in dB
  double brightness = 0;  ///< of the darkened: mean of the result over mean of the reference
  double luma_growth = 0; ///< of the unchanged: mean of the result over mean of the input
};
struct LowLightPair {
  torch::Tensor input, reference; ///< [1,3,h,w]
  enum class Kind { darkened, unchanged, backlit } kind = Kind::darkened;
};
std::vector<LowLightPair> validation_pairs(const PhotoSet& held_out, const LowLightData& data, int long_side);
/// DIR/input/NAME and DIR/expertC/NAME, reduced to `long_side`.
std::vector<LowLightPair> folder_pairs(const std::string& folder, int long_side);
/// A batch from ready pairs instead of darkened photos: squares of a random place of each, reduced to one of
/// the long sides, some mirrored; the share `unchanged` of them is the reference itself.
LowLightBatch sample_pairs(const std::vector<LowLightPair>& pairs, const LowLightData& data,
                           std::mt19937_64& random);
LowLightScore score_pairs(PixelNet& net, const LowLightSystem& system, const std::vector<LowLightPair>& pairs,
                          int steps);

/// An episode of expected strengths with edges followed, as the product runs it, differentiable.
struct RollOut {
  std::vector<torch::Tensor> states;    ///< steps + 1, the first included
  std::vector<torch::Tensor> strengths; ///< of the steps, [N,1 or 3,H,W], before the edges are followed
  torch::Tensor entropy;                ///< mean over the steps, in nats
};
RollOut roll_out(PixelNet& net, const LowLightSystem& system, const torch::Tensor& input, int steps);

} // namespace penumbra
