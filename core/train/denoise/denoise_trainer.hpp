// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/ffdnet.hpp"
#include "core/system/rellie/denoise_policy.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/run/noise.hpp"
#include "core/train/run/photos.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace penumbra {

/// A training run of ReLLIE's denoise policy; its JSON is the recipe kept beside the weights.
struct DenoisePolicyRun {
  int width = 16;
  int updates = 1500;
  double learning_rate = 1e-3; ///< falls to a tenth by a cosine
  int batch = 24;
  int steps = 6;           ///< curve steps of an episode
  double clean = 0.3;      ///< share of episodes with next to no noise
  double max = 50.0 / 255; ///< noise after brightening: levels are uniform in [0, most]
  double min_ev = 0.5, max_ev = 5;
  double cost = 0.4 / 255;  ///< of denoising: it has to gain as much mean absolute error
  double reward_scale = 60; ///< rewards are of the order of one
  double entropy = 0.02;
  double value_weight = 0.5;
  std::uint64_t seed = 1;
  int photo_side = 768;
};
void to_json(nlohmann::json& json, const DenoisePolicyRun& run);
void from_json(const nlohmann::json& json, DenoisePolicyRun& run);

/// Episodes of patches: dark exposures with camera noise that are brightened by curves step by step, once
/// with the noise and once without.
struct DenoiseEpisodes {
  std::vector<torch::Tensor> noisy, clean; ///< states 0…steps, [N,3,H,W]
  std::vector<torch::Tensor> strengths;    ///< of steps 1…steps, [N,1,1,1]
  std::vector<torch::Tensor> level;        ///< told deviation of the noise in states 0…steps, [N,3,H,W]
};

/// Error that denoising at step `stop` ([N], 1…steps; steps + 1: never) leaves in the last state, per
/// picture: mean absolute difference to the clean one.
torch::Tensor final_error(FfdNet& denoiser, const DenoiseEpisodes& episodes, const torch::Tensor& stop);

/// Trains the policy by advantage actor-critic: at each step it waits or denoises, once an episode. The
/// reward, at the end, is how much closer to the clean picture that has brought the last state, less a cost.
class DenoisePolicyTrainer {
 public:
  DenoisePolicyTrainer(DenoisePolicyRun run, const std::string& photos, const std::string& denoiser,
                       std::string out);
  bool resume();
  /// Prints a line every `report` updates; writes log.csv, checkpoint.safetensors and weights.safetensors.
  void train(double minutes, int report);

  /// How the greedy policy fares on fixed episodes: mean reward, that of never and always (at the last step)
  /// denoising, share of noisy and of clean episodes that it denoises, mean step at which it does.
  struct Score {
    double reward = 0, always = 0, best = 0, noisy_denoised = 0, clean_denoised = 0, step = 0;
  };
  Score score();

 private:
  DenoiseEpisodes episodes(const PhotoSet& photos, int count, torch::Tensor& noiseless);
  torch::Tensor reward(const DenoiseEpisodes& episodes, const torch::Tensor& stop);
  void update();
  void save() const;

  DenoisePolicyRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  PhotoSet photos_, held_out_;
  FfdNet denoiser_{nullptr};
  PixelNet net_{nullptr};
  std::unique_ptr<Adam> adam_;
  std::mt19937_64 random_;
  int updates_ = 0;
  double reward_sum_ = 0, entropy_sum_ = 0;
  int summed_ = 0;
};

} // namespace penumbra
