// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/rellie/denoising.hpp"

#include "core/edit/denoise/denoise.hpp"
#include "core/image/noise.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/system/rellie/denoise_policy.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace penumbra {
namespace {

/// Noise below half an 8-bit step is not worth a network.
constexpr double min_sigma = 0.5 / 255;

struct Place {
  int x, y; ///< top left corner of a patch in the photo
};

/// Patches spread over the photo in a grid of its shape, fewer where it is small.
std::vector<Place> patch_places(const Image& photo) {
  const int side_x = std::min(denoise_patch_side, photo.width),
            side_y = std::min(denoise_patch_side, photo.height);
  const double shape = double(photo.width) / photo.height;
  const int columns = std::clamp(int(std::lround(std::sqrt(denoise_patches * shape))), 1,
                                 std::min(denoise_patches, photo.width / side_x));
  const int rows = std::clamp(denoise_patches / columns, 1, photo.height / side_y);
  std::vector<Place> places;
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i)
      places.push_back({int((i + 0.5) * (photo.width - side_x) / columns),
                        int((j + 0.5) * (photo.height - side_y) / rows)});
  return places;
}

/// Patches of the photo with the edits so far: sRGB-encoded.
class Patches {
 public:
  Patches(const Image& photo, std::vector<Place> places)
      : size_{photo.width, photo.height}, places_(std::move(places)) {
    const int width = std::min(denoise_patch_side, photo.width),
              height = std::min(denoise_patch_side, photo.height);
    for (const Place& place : places_) {
      Image patch(width, height, photo.channels, photo.encoding);
      for (int y = 0; y < height; ++y)
        std::copy_n(photo.row(place.y + y) + std::size_t(place.x) * photo.channels,
                    std::size_t(width) * photo.channels, patch.row(y));
      patches_.push_back(convert(patch, Encoding::srgb));
    }
  }
  /// `state`: what the edit sees of the whole photo.
  void edit(const EditStep& edit, const Image& state) {
    const PreparedRecipe prepared({edit}, state, size_);
    for (std::size_t i = 0; i < places_.size(); ++i) prepared.apply(patches_[i], places_[i].x, places_[i].y);
  }
  const std::vector<Place>& places() const { return places_; }
  /// [N,3,H,W], in range.
  torch::Tensor tensor() const {
    std::vector<torch::Tensor> out;
    for (const Image& patch : patches_) out.push_back(to_tensor(observe(patch, denoise_patch_side)));
    return torch::cat(out);
  }

 private:
  Size size_;
  std::vector<Place> places_;
  std::vector<Image> patches_;
};

bool asks_to_denoise(PixelNet& policy, const Image& photo, const Patches& patches, const Map& level,
                     double done) {
  std::vector<float> levels;
  for (const Place& place : patches.places()) {
    const int u =
        std::clamp((place.x + denoise_patch_side / 2) * level.width / photo.width, 0, level.width - 1);
    const int v =
        std::clamp((place.y + denoise_patch_side / 2) * level.height / photo.height, 0, level.height - 1);
    const float* at = level.values.data() + 3 * (std::size_t(v) * level.width + u);
    levels.push_back((at[0] + at[1] + at[2]) / 3);
  }
  const torch::Tensor states = patches.tensor(), told = torch::tensor(levels);
  const torch::Tensor logits =
      judge_noise(policy, states, denoise_context(states, told, done)).logits.mean(0);
  return logits[1].item<float>() > logits[0].item<float>();
}

EditStep denoise_step(Map level, int width) {
  const double sigma =
      std::accumulate(level.values.begin(), level.values.end(), 0.0) / double(level.values.size());
  for (float& value : level.values) value = std::min(float(value / sigma), 200.0f);
  EditStep step = make_denoise_step(std::min(sigma, 0.5), 1.0, width, std::move(level));
  round_maps(step);
  return step;
}

} // namespace

Map noise_level(const Image& photo, const Image& observation, const Map& gain) {
  const NoiseCurve noise = estimate_noise(photo);
  Map level = gain;
  for (int y = 0; y < level.height; ++y)
    for (int x = 0; x < level.width; ++x) {
      const float* s = observation.row(y) + 3 * std::size_t(x);
      const float sigma = noise.at(luma601(s[0], s[1], s[2]));
      for (int c = 0; c < 3; ++c) level.values[(std::size_t(y) * level.width + x) * 3 + c] *= sigma;
    }
  return level;
}

void follow_gain(Map& gain, const EditStep& curve, const Image& state) {
  const Map& strengths = curve.maps.front();
  const float strength = curve.parameters.value("strength", 1.0f);
  for (int y = 0; y < gain.height; ++y)
    for (int x = 0; x < gain.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const std::size_t at = std::size_t(y) * gain.width + x;
        const float a = std::clamp(
            strength * strengths.values[at * strengths.channels + std::min(c, strengths.channels - 1)], -1.0f,
            1.0f);
        gain.values[at * 3 + c] *= std::max(0.0f, 1 + a * (1 - 2 * state.at(x, y, c)));
      }
}

void add_denoising(Episode& episode, const Image& photo, PixelNet& policy) {
  if (episode.states.empty()) episode.states = states_of(episode);
  const Image& observed = episode.observation;
  Map gain(observed.width, observed.height, 3);
  std::fill(gain.values.begin(), gain.values.end(), 1.0f);
  const Map untouched = noise_level(photo, observed, gain);
  Patches patches(photo, patch_places(photo));
  std::size_t edited = 0; // so many edits are on the patches
  const std::vector<EditStep>& edits = episode.edits;
  for (std::size_t t = 0; t < edits.size(); ++t) {
    follow_gain(gain, edits[t], episode.states[t]);
    Map level = untouched;
    double mean = 0;
    for (std::size_t i = 0; i < level.values.size(); ++i)
      mean += (level.values[i] *= gain.values[i]) / double(level.values.size());
    if (mean < min_sigma) continue;
    for (; edited <= t; ++edited) patches.edit(edits[edited], episode.states[edited]);
    if (!asks_to_denoise(policy, photo, patches, level, double(t + 1) / double(edits.size()))) continue;
    const auto position = std::ptrdiff_t(t) + 1;
    episode.edits.insert(episode.edits.begin() + position, denoise_step(std::move(level), photo.width));
    // The state before it is hardly ever wanted: the noise is what the policy saw in it.
    if (episode.suggested >= int(position)) ++episode.suggested;
    if (!episode.scores.empty())
      episode.scores.insert(episode.scores.begin() + position + 1, episode.scores[std::size_t(position)]);
    Image same = episode.states[std::size_t(position)];
    episode.states.insert(episode.states.begin() + position + 1, std::move(same));
    episode.origin["denoise_step"] = position + 1;
    return;
  }
}

} // namespace penumbra
