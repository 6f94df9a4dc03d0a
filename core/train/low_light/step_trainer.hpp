// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/step_net.hpp"
#include "core/train/low_light/data_json.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/views/views.hpp"

#include <string>
#include <vector>

namespace penumbra {

/// A whole run of the network that suggests a step (StepNet). Episodes of ready policies on photographs whose
/// reference is known are played once and kept small; the network then learns what each of their states would have
/// as peak signal-to-noise ratio against the reference.
struct StepRun {
  std::uint64_t seed = 1;
  int photo_side = 384; ///< photos are kept in memory at this long side
  int steps = 6;        ///< of an episode
  int episodes = 4096;  ///< played before learning starts; one in eight is held out for reports
  /// Strengths of an episode are those of its policy times a factor from least to most, so that states which
  /// no policy of today would reach are judged, too.
  double min_strength = 0.6, max_strength = 1.25;
  double decibels_at_most = 40; ///< nobody sees a difference beyond
  LowLightData data;            ///< `level` is usually 0 here: the photo as its photographer left it
  ViewModel views;
  double view_share = 0.35; ///< share of the batches that are of views, where a folder of panoramas is given
  int updates = 3000, batch = 24; ///< episodes a mini-batch
  double learning_rate = 2e-3;    ///< falls to a fiftieth by a cosine
  double of_differences = 1; ///< weight of the error of differences between an episode's states; of values: 1
  double ema_decay = 0.995;  ///< of the weights that are kept, over updates
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StepRun, seed, photo_side, steps, episodes, min_strength,
                                                max_strength, decibels_at_most, data, views, view_share,
                                                updates, batch, learning_rate, of_differences, ema_decay)

/// Episodes [E]: their states, small, and what each state is worth.
struct PlayedEpisodes {
  torch::Tensor states;   ///< uint8 [E,steps+1,3,step_side,step_side]
  torch::Tensor decibels; ///< float [E,steps+1]
};

/// Plays one episode on each picture of a batch: states as the product makes them (believed strengths, edges
/// followed, strengths times `factor`), and their PSNR against the reference, at most `at_most` dB.
PlayedEpisodes play(PixelNet& net, const LowLightSystem& system, const LowLightBatch& batch, int steps,
                    double factor, double at_most);

/// What suggestions are worth on episodes, means in dB over them.
struct StepScore {
  double first = 0, last = 0, suggested = 0, best = 0; ///< PSNR of the states; best: in hindsight
  /// Of the episodes whose best state lies between first and last and beats both by 0.3 dB, the share in which a
  /// state between was suggested.
  double between = 0;
};
StepScore score_steps(const torch::Tensor& expected, const torch::Tensor& decibels);

class StepTrainer {
 public:
  /// `policies`: weights of ALL-E's or ReLLIE's kind; `views`: folder of panoramas (*.exr), empty: none.
  StepTrainer(StepRun run, const std::string& photos, const std::string& views,
              const std::vector<std::string>& policies, std::string out);

  bool resume();
  /// As MapTrainer::train(): writes last.safetensors and, best on what is held out, best.safetensors.
  void train(double minutes, int report);

 private:
  void update();
  void report();

  StepRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  std::mt19937_64 random_;
  PlayedEpisodes played_, held_out_;
  StepNet net_, average_;
  std::unique_ptr<Adam> adam_;
  int updates_ = 0, count_ = 0;
  double best_ = -1e9, sum_ = 0;
};

} // namespace penumbra
