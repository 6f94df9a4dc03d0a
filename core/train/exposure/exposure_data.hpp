// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/run/photos.hpp"

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace penumbra {

/// How exposures are spoilt, so that the photo itself is what should come out again. Shares of the kinds need
/// not add up to 1; ranges are uniform, in EV.
struct SpoilModel {
  double unchanged = 0.15; ///< good photos that should stay as they are
  double under = 0.3, min_under = 0.5, max_under = 4.0;
  double over = 0.2, min_over = 0.4, max_over = 2.0; ///< clipped
  double backlight = 0.15; ///< one side too dark, the other a little too bright, with a smooth border
  double flat = 0.1;       ///< compressed range, lifted black
  double local = 0.1;      ///< smooth unevenness of up to `max_local`
  double max_local = 2.0;
  double gamma_spread = 0.15; ///< natural logarithm of an exponent on encoded values: camera tone curves
  double noise = 0.002;       ///< deviation of the noise in the spoilt picture, encoded
  /// Share of the photos that are brought to a mean luma of `level` ± `level_spread` (0…255) before they are
  /// spoilt: how bright a photographer liked a scene cannot be known once its exposure is spoilt.
  double level_share = 0, level = 112, level_spread = 10;
};
void to_json(nlohmann::json& json, const SpoilModel& model);
void from_json(const nlohmann::json& json, SpoilModel& model);

/// Spoils one photo [3,H,W] (sRGB-encoded, in [0,1]), rounded to 8 bit.
torch::Tensor spoil(const torch::Tensor& photo, const SpoilModel& model, std::mt19937_64& random);

/// Photos [N,3,H,W] of which the model's share is brought to its level (at_level).
torch::Tensor some_at_level(const torch::Tensor& photos, const SpoilModel& model, std::mt19937_64& random);

/// Episodes to be: what the agent is given of each picture, and what should come out.
struct ExposureBatch {
  torch::Tensor input, reference; ///< [N,3,64,64]
  torch::Tensor parts;            ///< [N,8,64,64]: 1 in a segment, else 0; no segment: 0 everywhere
  torch::Tensor masks;            ///< [N,8,64,64]: soft masks of the segments
  torch::Tensor on;               ///< [N,8]: 1 where there is such a segment
  int steps = 0;                  ///< the largest number of segments in the batch
};
constexpr int max_segments = 8;

/// Finds segments and masks of inputs [N,3,64,64].
ExposureBatch make_batch(const torch::Tensor& input, const torch::Tensor& reference);

/// `count` random parts of photos (70-100 % of each side, mirrored at random) squeezed to 64 x 64,
/// [N,3,64,64].
torch::Tensor random_squares(const PhotoSet& photos, int count, std::mt19937_64& random);

/// A photo of the set squeezed to 64 x 64, [1,3,64,64] in [0,1].
torch::Tensor whole_square(const PhotoSet& photos, std::size_t index);

/// DIR/input/NAME and DIR/expertC/NAME as one batch.
ExposureBatch folder_batch(const std::string& folder);

} // namespace penumbra
