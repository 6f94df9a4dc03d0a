// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reward/rellie.hpp"
#include "core/train/low_light/low_light.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/views/views.hpp"

#include <functional>
#include <mutex>
#include <string>

namespace penumbra {

/// Supervised start of a low-light policy: the same network, unrolled through differentiable steps by
/// expected strengths.
struct WarmStart {
  int updates = 2000;
  double learning_rate = 1e-3; ///< falls to a tenth by a cosine
  double quantile = 0.5; ///< of the photos an input may come from that the result aims at; 0.5: the median
  double level = 0;      ///< weight of the error of the mean of the picture
  double pace = 0.2; ///< weight of the states on the way, which should lie evenly between input and reference
  double contrast = 0.5; ///< weight of the error of luma differences between neighbours
  /// Weight of the distance of the policy's entropy from `nats`. Without it the policy settles on single
  /// actions (0.07 nats), and the reinforcement learning has nothing to explore; where entropy is only
  /// wanted, never enough of it, the policy stays nearly uniform (3.1 of 3.3 nats), and no episode is like
  /// the one that its expected strengths give.
  double entropy = 0.0;
  double nats = 10; ///< more than any policy has: as much as there can be
};

/// Asynchronous advantage actor-critic for every pixel (ALL-E algorithm 1; Mnih et al. 2016, Furuta et al.
/// 2019).
struct ActorCritic {
  int updates = 2000;
  /// The first of them, in which only the value is learnt, at the learning rate of the warm start: against
  /// the values of an untrained head every action of a warm policy looks wrong. The policy stays as it is,
  /// bit by bit.
  int value_first = 0;
  double learning_rate = 1e-4;
  double discount = 0.95; ///< gamma of eq. 3
  double entropy = 0.002;
  double value_weight = 0.5;
  /// Exploration: 0, every pixel draws its action for itself; n, the draws of neighbours belong together, by
  /// a noise of n x n cells over the picture. Drawn apart, the actions of a step are grain on the picture,
  /// which the rewards punish the more the brighter it gets: such runs drifted towards leaving the picture
  /// dark.
  int exploration_cells = 2;
  /// Episodes on each picture of a batch. With more than one, the advantage of an episode is what it has over
  /// the mean of the picture's episodes at that pixel and step, so that a hard picture's errors are nobody's
  /// fault.
  int episodes = 1;
  /// How the policy learns from the rewards. False: from drawn actions and their advantages, as in the paper.
  /// True: by the model of the episode. Curves, edges and rewards are known functions, and the product acts
  /// by expected strengths; so the gradient of the discounted rewards of such an episode is computed through
  /// all its steps instead of being estimated (value gradients, Heess et al. 2015, of a deterministic
  /// policy). The entropy is then held as in the warm start, and no value is learnt.
  bool by_model = false;
  AllEReward reward;          ///< of ALL-E
  RellieReward rellie_reward; ///< of ReLLIE
};

/// One action for each pixel and head of log-probabilities [N,heads,actions,H,W], drawn from them: int64
/// [N,heads,1,H,W]. With `cells` > 0 the draws of neighbours are alike: each pixel takes the quantile of its
/// own policy that a smooth field of noise, uniform in [0,1] at every pixel, has there.
torch::Tensor sample_actions(const torch::Tensor& log_probabilities, int cells);

/// A whole training run; its JSON is the recipe kept beside the weights.
struct LowLightRun {
  std::string system = "all-e"; ///< or "rellie"
  int width = 32;
  int place = 0; ///< channels of the branch that sees the place (core/nn/torch/pixel_net.hpp), 0: none
  bool paper_actions = true; ///< false: ReLLIE's range, for the ablation
  int steps = 6;
  int workers = 2;
  std::uint64_t seed = 1;
  int photo_side = 384; ///< photos are kept in memory at this long side
  /// Of the reinforcement learning the running average of the weights is reported and kept, which forgets by
  /// this an update (0.98); 0: the weights as they are. What single updates move is mostly noise.
  double ema_decay = 0;
  LowLightData data;
  ViewModel views;         ///< of the panoramas, where a folder of them is given
  double view_share = 0.5; ///< share of the batches that are of views then
  WarmStart warm_start;
  ActorCritic actor_critic;
};
void to_json(nlohmann::json& json, const LowLightRun& run);
void from_json(const nlohmann::json& json, LowLightRun& run);

/// Mean aesthetic scores [N] of pictures [N,3,H,W]; called by several threads at once.
using AestheticScore = std::function<torch::Tensor(const torch::Tensor& pictures)>;

/// The shared network of a run, its optimiser, and where it is in its schedule.
class LowLightTrainer {
 public:
  LowLightTrainer(LowLightRun run, std::string photos, std::string out);

  /// Continues where the checkpoint of the output folder stopped, if there is one.
  bool resume();
  /// Starts from ready weights, ALL-E's for ReLLIE too (see adopt_policy); a recipe whose warm start has 0
  /// updates goes straight to the reinforcement learning.
  void start_from(const std::string& weights);
  /// Pairs to report on beside the validation photos; never learnt from.
  void watch(const std::string& folder);
  /// Learns from the pairs of a folder with input/ and expertC/ instead of darkened photos, for comparison
  /// runs; the photos remain the validation.
  void learn_pairs(const std::string& folder);
  /// Learns from views of the panoramas in `folder` beside the photos; a tenth of them is held out for reports.
  void learn_views(const std::string& folder);
  /// For the aesthetic reward (eq. 8), which counts only where its weight is not 0.
  void use_oracle(AestheticScore oracle) { oracle_ = std::move(oracle); }

  /// Trains to the end of the schedule, or until `minutes` are over (0: no limit). Prints a line every
  /// `report` updates, writes log.csv, checkpoint.safetensors and the weights to the output folder.
  void train(double minutes, int report);

 private:
  struct Losses {
    double first = 0, second = 0, third = 0;
  };
  class Judge;
  enum class Phase { warm, value, reinforcement };
  void work(int worker);
  LowLightBatch next_batch(std::mt19937_64& random) const;
  Losses warm_update(PixelNet& local, std::mt19937_64& random);
  torch::Tensor reward_of(const Transition& step, const torch::Tensor& aesthetic_gain) const;
  Losses actor_critic_update(PixelNet& local, std::mt19937_64& random, bool only_value);
  Losses model_update(PixelNet& local, std::mt19937_64& random);
  /// The weights that count: see LowLightRun::ema_decay.
  PixelNet& kept() { return uses_ema() ? average_ : net_; }
  bool uses_ema() const { return run_.ema_decay > 0 && updates_ > run_.warm_start.updates; }
  /// Takes the gradients of a worker that computed them in `phase`; drops them where that is over.
  void finish_update(PixelNet& local, Phase phase, const Losses& losses);
  void report();
  /// Of the next update.
  Phase phase() const;
  double learning_rate() const;

  LowLightRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  LowLightSystem system_;
  PhotoSet photos_;
  std::vector<LowLightPair> validation_, watched_, pairs_;
  std::vector<View> views_;
  std::vector<LowLightPair> held_views_;
  PixelNet net_{nullptr}, average_{nullptr};
  std::unique_ptr<Adam> warm_adam_, value_adam_, adam_; ///< one a phase; value_adam_ moves the value alone
  AestheticScore oracle_;

  std::mutex mutex_; ///< guards everything below, the shared network and the optimiser
  int updates_ = 0, report_every_ = 100;
  double best_ = -1e9;
  Deadline deadline_;
  bool stopped_ = false;
  Losses sum_;
  int summed_ = 0;
};

} // namespace penumbra
