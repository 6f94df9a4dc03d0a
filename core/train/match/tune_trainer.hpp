// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/match/td3.hpp"
#include "core/train/match/tune_style.hpp"
#include "core/train/run/checkpoint.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace penumbra {

/// A whole run of the tuner's training; its JSON is the recipe kept beside the weights.
struct TuneRun {
  std::string pipeline = "product";
  std::string content = "same"; ///< of the goals: "same" (finishing) or "other" (stylization)
  std::uint64_t seed = 1;
  int batch = 32;
  TuneParts parts;

  /// Supervised start: each step of the policy's own episodes should bring the picture as near to the goal as
  /// it can, through a pipeline that gradients go through.
  struct Warm {
    int updates = 6000;
    double learning_rate = 1e-3; ///< falls to a fiftieth by a cosine
    double perturbed = 0.25;     ///< share of episodes that begin near the goal's sliders
    double sliders = 0.05;       ///< weight of the squared error of the sliders
    /// Goals of other content: the share that are other photos altogether, and what is wanted there.
    double foreign = 0.5;
    StyleWeights style;
  } warm;
  /// Reinforcement learning after it: the pipeline is a black box there. A step's reward is what merit_of()
  /// gains by it.
  Td3Settings td3;
};
void to_json(nlohmann::json& json, const TuneRun& run);
void from_json(const nlohmann::json& json, TuneRun& run);

/// Mean PSNR in dB over fixed episodes after 0…10 steps; with `style` the mean style distance instead. The
/// episodes are left where they end.
std::vector<double> follow(TuneNet& policy, TuneEpisodes& episodes, TensorPipeline pipeline,
                           bool style = false);

/// What a picture that the sliders `values` gave is worth to an episode, [N]: where the goal is known, PSNR
/// in units of 10 dB; towards other photos, less the style distance and what the warm start weighs against
/// it.
torch::Tensor merit_of(const TuneEpisodes& episodes, const torch::Tensor& values,
                       const torch::Tensor& picture, const StyleWeights& weights, TensorPipeline pipeline,
                       const VggFeatures* features = nullptr);

class TuneTrainer {
 public:
  /// `vgg`: file with the weights of VGG-19, where the recipe asks for its Gram matrices.
  TuneTrainer(TuneRun run, const std::string& photos, std::string out, const std::string& vgg = {});
  /// Continues where the checkpoint of the output folder stopped, if there is one.
  bool resume();
  /// Starts from the weights of a policy.
  void start_from(const std::string& weights);
  /// Trains to the end of the schedule, or until `minutes` are over (0: no limit). Prints a line every
  /// `report` updates, writes log.csv, log.svg, checkpoint.safetensors and the weights to the output folder.
  void train(double minutes, int report);

 private:
  double warm_rate() const;
  void warm_update();
  void begin_td3();
  void collect();
  void td3_update();
  void begin_episodes();
  /// New episodes in the place of those that are over (bool [N]).
  void renew(const torch::Tensor& over);
  bool same_content() const { return run_.content == "same"; }
  TuneEpisodes fresh(int count);
  void report();

  TuneRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  TensorPipeline pipeline_;
  torch::Tensor neutral_;
  std::mt19937_64 random_;
  PhotoSet photos_, held_out_;
  TuneEpisodes validation_, episodes_;
  TuneEpisodes foreign_; ///< validation on other photos, where the content is other
  TuneNet policy_{nullptr};
  std::unique_ptr<VggFeatures> features_;
  std::unique_ptr<Adam> adam_;
  std::unique_ptr<Td3> td3_;
  std::unique_ptr<Replay> replay_;
  int updates_ = 0, counted_ = 0;
  double best_ = -1e9, loss_ = 0;
};

} // namespace penumbra
