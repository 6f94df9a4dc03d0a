// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/style_net.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/run/photos.hpp"

#include <memory>
#include <nlohmann/json.hpp>

namespace penumbra {

/// A training run of the style net; its JSON is the recipe kept beside the weights.
struct StyleNetRun {
  StyleNetShape shape;
  std::uint64_t seed = 1;
  int updates = 3000;
  double learning_rate = 2e-3; ///< falls to a hundredth by a cosine
  double ema_decay = 0.995;    ///< of the weights that are kept, over updates
  int parts = 4;               ///< of each photo, which the net learns from again and again
  int gradings = 3;            ///< of each part, by random sliders; the part as it is comes with them
  int side = 112;              ///< of a part, pixels
  std::vector<int> long_sides{256, 256, 224, 192}; ///< at which photos are looked at
  int basis = 1400;                                ///< pictures on which the teacher's directions are found
  int batch = 8;                                   ///< parts of an update, with their gradings
  double ratio = 1;                                ///< weight of the changes of distances
  int held_out = 10; ///< every so-manieth photo is kept for validation, as for the tuner
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StyleNetShape, width, coordinates)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StyleNetRun, shape, seed, updates, learning_rate, ema_decay,
                                                parts, gradings, side, long_sides, basis, batch, ratio,
                                                held_out)

/// Parts of photos, each as it is and graded, and their coordinates by the teacher.
struct StyleSet {
  torch::Tensor pictures;    ///< uint8 [P,1+gradings,3,S,S]
  torch::Tensor coordinates; ///< [P,1+gradings,all]
};

/// Logarithms of how the distance from every picture of the other parts changes where a part is graded,
/// [M]: of coordinates [P,1+gradings,all].
torch::Tensor distance_changes(const StyleNetShape& shape, const torch::Tensor& coordinates);

/// Trains a StyleNet from scratch to agree with VGG-19's Gram matrices.
class StyleNetTrainer {
 public:
  /// Makes the set, which takes some minutes. Throws Error.
  StyleNetTrainer(StyleNetRun run, const std::string& photos, std::string out, const std::string& vgg);
  /// Continues where the checkpoint of the output folder stopped, if there is one.
  bool resume();
  /// Trains to the end of the schedule, or until `minutes` are over (0: no limit). Prints a line every
  /// `report` updates; writes log.csv, checkpoint.safetensors and weights.safetensors to the output folder.
  void train(double minutes, int report);

 private:
  torch::Tensor graded_parts(const PhotoSet& photos, int parts);
  void update();
  void report();

  StyleNetRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  std::mt19937_64 random_;
  StyleSet set_, held_out_;
  torch::Tensor weights_; ///< [all] of the squared errors of coordinates
  StyleNet net_{nullptr}, average_{nullptr};
  std::unique_ptr<Adam> adam_;
  int updates_ = 0, summed_ = 0;
  double error_sum_ = 0, ratio_sum_ = 0;
};

} // namespace penumbra
