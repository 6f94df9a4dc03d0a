// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <torch/types.h>
#include <utility>
#include <vector>

namespace penumbra {

/// Training photographs in memory: 8-bit sRGB, [3,H,W] each, long side at most as asked, in the order of
/// their names.
struct PhotoSet {
  std::vector<torch::Tensor> photos; ///< uint8 [3,H,W]
  std::vector<std::string> names;
  std::vector<double> mean_luma; ///< 0…255
};

/// Loads every JPEG and PNG of `folder`. Throws Error where there is none.
PhotoSet load_photos(const std::string& folder, int long_side);

/// Takes every `every`-th photo out of the set, for validation; returns them.
PhotoSet hold_out(PhotoSet& set, int every);

/// A batch [n,3,height,width] in [0,1]: a random part of photo `index`, 60-100 % of its sides, mirrored at
/// random, resized (area) to the size given. One photo for each entry of `indices`.
torch::Tensor random_crops(const PhotoSet& set, const std::vector<std::size_t>& indices, int height,
                           int width, std::mt19937_64& random);

/// The whole photo `index` as [1,3,h,w] in [0,1], long side at most `long_side`.
torch::Tensor whole_photo(const PhotoSet& set, std::size_t index, int long_side);

/// How dark photos come about: ranges are uniform.
struct DarkenModel {
  double min_ev = 0.5, max_ev = 5.0; ///< linear light times 2^-EV
  double gain_spread = 0.08;         ///< natural logarithm of a gain for each channel
  /// A camera brings light to the picture by an S-shaped tone curve, before and after it is darkened alike
  /// (camera_tone): its share, uniform from least to most.
  double min_tone = 0, max_tone = 0;
  /// And the contrast of the scene: natural logarithm of an exponent on encoded values, `gamma_shift` plus or
  /// minus `gamma_spread`. Below 0: what is to be recovered has more contrast than the light of the scene.
  double gamma_shift = 0, gamma_spread = 0.15;
  double min_noise = 0.0005, max_noise = 0.01; ///< shot noise: deviation at full scale, in linear light
  /// A camera rolls highlights off; in an under-exposed frame they are still there. With this share of the
  /// pictures, light m (the largest channel) becomes m / (1 - k m), k uniform up to `max_headroom`, before
  /// it is darkened.
  double headroom_share = 0.6, max_headroom = 0.9;
  /// Windows and lamps that the photo clipped are brighter still, and stay white in a dark frame: with this
  /// share of the pictures, the light of the largest channel from 0.75 to 1 is raised by up to a number of EV
  /// that is uniform up to `max_glare_ev`.
  double glare_share = 0, max_glare_ev = 5;
  double uneven = 0.25; ///< share of pictures whose darkening varies smoothly by up to 2 EV
};

/// The tone curve of a camera on encoded values v in [0,1]: v + share (3 v^2 - 2 v^3 - v), share in [0,1);
/// and its inverse.
torch::Tensor camera_tone(const torch::Tensor& encoded, double share);
torch::Tensor camera_tone_inverse(const torch::Tensor& picture, double share);

/// Darkens photos [N,3,H,W] (sRGB-encoded) as an under-exposing camera would, rounded to 8 bit.
torch::Tensor darken(const torch::Tensor& photos, const DarkenModel& model, std::mt19937_64& random);

torch::Tensor srgb_to_linear(const torch::Tensor& encoded);
torch::Tensor linear_to_srgb(const torch::Tensor& linear);

} // namespace penumbra
