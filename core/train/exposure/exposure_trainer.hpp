// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/exposure/adversarial.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/views/views.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace penumbra {

/// A whole run of DeepExposure's training; its JSON is the recipe kept beside the weights.
struct ExposureRun {
  std::string form = "ii"; ///< "i": value network; "ii": the discriminator as value function
  std::uint64_t seed = 1;
  int photo_side = 192; ///< photos are kept in memory at this long side
  SpoilModel spoil;
  ViewModel views;         ///< of the panoramas, where a folder of them is given
  double view_share = 0.5; ///< share of a mini-batch that is views of panoramas then
  bool facts = true;       ///< whether the policy is told segment_facts() beside the pictures
  double floor = 2e-4; ///< added to the squared error before its logarithm is taken: what counts as no error
  FusionWeights weights;
  int batch = 8;   ///< pictures in a mini-batch
  int collect = 2; ///< mini-batches whose gradients make one update of the policy (the paper: 8)

  /// Supervised start: the known originals are what the fused images should be.
  struct Warm {
    int updates = 4000;
    double learning_rate = 5e-4; ///< falls to a twentieth by a cosine
    double direct = 0.2;         ///< weight of the error of the direct fusion after the last step
  } warm;

  struct Adversarial {
    int updates = 1000;
    int first_discriminator_steps = 30, discriminator_steps = 5;
    double discriminator_rate = 5e-5, policy_rate = 1.5e-5, value_rate = 5e-4;
    double last_rate = 1e-3; ///< of the rates at the end, after an exponential decay
    double lambda = 10, gamma = 0.99;
    double zeta = 0.015, sigma = 0.03; ///< exploration
    /// Weight of the supervised error in the policy's loss beside D: it keeps what the start has learnt.
    double recovery = 1.0;
  } adversarial;
};
void to_json(nlohmann::json& json, const ExposureRun& run);
void from_json(const nlohmann::json& json, ExposureRun& run);

/// Mean PSNR in dB of fused 64 x 64 images, over all pictures of a batch and over those that should stay.
struct ExposureScore {
  double all = 0, before = 0;
};
ExposureScore score(ExposureNet& policy, const ExposureBatch& batch, const FusionWeights& weights);

/// The highest PSNR that any EVs of the segments can reach, by descent: the bound of what can be learnt.
double best_possible(const ExposureBatch& batch, const FusionWeights& weights, int updates);

class ExposureTrainer {
 public:
  ExposureTrainer(ExposureRun run, const std::string& photos, std::string out);

  /// Continues where the checkpoint of the output folder stopped, if there is one.
  bool resume();
  /// Starts from the weights of a policy.
  void start_from(const std::string& weights);
  /// Learns from views of the panoramas in `folder`, too; the last tenth of them is held out for reports.
  void learn_views(const std::string& folder);
  /// Pairs to report on beside the validation photos; never learnt from.
  void watch(const std::string& folder);

  /// Trains to the end of the schedule, or until `minutes` are over (0: no limit). Prints a line every
  /// `report` updates, writes log.csv, log.svg, checkpoint.safetensors and the weights to the output folder.
  void train(double minutes, int report);

  /// Prints what the best EVs could reach on validation and watched pictures.
  void print_bound(int updates);

 private:
  struct Sums {
    double policy = 0, value = 0, discriminator = 0, wasserstein = 0, recovery = 0;
    int count = 0;
  };
  bool warm() const { return updates_ < run_.warm.updates; }
  double decayed(double rate) const;
  double warm_rate() const;
  ExposureBatch sample();
  void warm_update();
  void adversarial_update();
  void discriminator_step();
  void remember(const torch::Tensor& fused);
  void report();

  ExposureRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  std::mt19937_64 random_;
  PhotoSet photos_, held_out_;
  std::vector<View> views_;
  std::optional<ExposureBatch> held_views_;
  ExposureBatch validation_;
  std::vector<std::pair<std::string, ExposureBatch>> watched_;
  ExposureNet policy_{nullptr}, value_{nullptr}, discriminator_{nullptr};
  std::unique_ptr<Adam> warm_adam_, adversarial_adam_; ///< of the policy, one a phase
  std::unique_ptr<Adam> value_adam_, discriminator_adam_;
  std::deque<torch::Tensor> memory_; ///< fused images for the discriminator, [3,64,64]
  int updates_ = 0;
  double best_ = -1e9;
  Sums sums_;
};

} // namespace penumbra
