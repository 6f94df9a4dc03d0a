// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/ffdnet.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/run/noise.hpp"
#include "core/train/run/photos.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace penumbra {

/// A training run of the denoiser; its JSON is the recipe kept beside the weights.
struct DenoiserRun {
  int width = 48, layers = 8;
  int updates = 20000;
  double learning_rate = 1e-3; ///< falls to a hundredth by a cosine
  int batch = 16, patch = 64;  ///< patches of so many pixels a side
  double ema_decay = 0.999;    ///< of the weights that are kept, over updates
  std::uint64_t seed = 1;
  int photo_side = 768; ///< photos are kept in memory at this long side and at half of it
  NoiseModel noise;
};
void to_json(nlohmann::json& json, const DenoiserRun& run);
void from_json(const nlohmann::json& json, DenoiserRun& run);

/// Trains FFDNet on photographs with noise made by add_noise: mean absolute error, Adam.
class DenoiserTrainer {
 public:
  DenoiserTrainer(DenoiserRun run, const std::string& photos, std::string out);

  /// Continues where the checkpoint of the output folder stopped, if there is one.
  bool resume();
  /// Trains to the end of the schedule, or until `minutes` are over (0: no limit). Prints a line every
  /// `report` updates, and writes log.csv, checkpoint.safetensors and weights.safetensors (the running
  /// average) to the output folder.
  void train(double minutes, int report);

  /// Mean PSNR in dB of held-out photos at Gaussian noise of `level`, denoised by the averaged weights.
  double score(double level);
  int updates() const { return updates_; }
  /// Mean absolute error of the last updates, since the last report.
  double last_error() const { return last_error_; }

 private:
  void update();
  void report();
  void save() const;
  torch::Tensor patches();

  DenoiserRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  PhotoSet large_, small_, held_out_;
  FfdNet net_{nullptr}, average_{nullptr};
  std::unique_ptr<Adam> adam_;
  std::mt19937_64 random_;
  int updates_ = 0, summed_ = 0;
  double error_sum_ = 0, last_error_ = 0;
};

} // namespace penumbra
