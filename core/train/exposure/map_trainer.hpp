// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/fusion/fusion.hpp"
#include "core/nn/torch/exposure_map_net.hpp"
#include "core/train/exposure/exposure_data.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/views/views.hpp"

#include <memory>
#include <string>
#include <vector>

namespace penumbra {

/// A whole run of the policy that sees the place (ExposureMapNet); its JSON is the recipe beside the weights. Two
/// stages, both by the gradient through what is done with the map, whose every step is known:
///  1. `direct`: every place is exposed by its own EV, without segments: quick, since nothing is fused;
///  2. `fused`: as the product does it: segments of much the same EV, a copy exposed for each, all of them fused.
/// Both lessen the mean over the pictures of sqrt(squared error + floor) towards the known reference. By the
/// logarithm of the error, which counts decibels, pictures that are nearly right outweigh those that need much.
struct MapRun {
  std::uint64_t seed = 1;
  int photo_side = 192; ///< photos are kept in memory at this long side
  SpoilModel spoil;     ///< of the photographs; `unchanged` of them are to be left as they are
  ViewModel views;
  double view_share = 0.42; ///< share of a mini-batch that is views of panoramas, where a folder is given
  int batch = 24;
  double span = 0.6;                                ///< widest level, EV (exposure_levels)
  int levels = 6;                                   ///< 1…8
  FusionWeights weights{0.5, 0.5, 0.5, 0.85, 0, 4}; ///< `coarsest` at least 4 (fuse)
  double ema_decay = 0.99;                          ///< of the weights that are kept, over updates

  /// `updates` at a rate that falls to a fiftieth by a cosine.
  struct Stage {
    int updates = 0;
    double learning_rate = 0;
    double floor = 0; ///< what counts as no error, squared
  } direct{2400, 2e-3, 1e-5}, fused{800, 5e-4, 1e-5};
};
void to_json(nlohmann::json& json, const MapRun& run);
void from_json(const nlohmann::json& json, MapRun& run);

/// Levels of maps of N pictures and what the product makes of them: the pictures' copies, exposed by the mean EV of
/// their levels, fused. Differentiable with respect to the map; the levels are held fixed.
torch::Tensor fuse_levels(const torch::Tensor& picture, const ExposureMap& map, const MapRun& run);

class MapTrainer {
 public:
  /// `views`: folder of panoramas (*.exr), empty: photographs alone.
  MapTrainer(MapRun run, const std::string& photos, const std::string& views, std::string out);

  bool resume();
  void start_from(const std::string& weights);
  /// Pairs to report on beside what is held out; never learnt from, and not asked for the choice of weights.
  void watch(const std::string& folder);
  /// As ExposureTrainer::train(): writes last.safetensors and, best on what is held out, best.safetensors.
  void train(double minutes, int report);

 private:
  struct Pairs {
    std::string name;
    torch::Tensor input, reference;
  };
  Pairs sample();
  void update();
  void report();
  double score(const Pairs& pairs);

  MapRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  std::mt19937_64 random_;
  PhotoSet photos_, held_photos_;
  std::vector<View> views_;
  std::vector<Pairs> held_out_, watched_;
  ExposureMapNet policy_, average_;
  std::unique_ptr<Adam> adam_;
  int updates_ = 0, count_ = 0;
  double best_ = -1e9, sum_ = 0;
};

} // namespace penumbra
