// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/tune_net.hpp"
#include "core/train/run/adam.hpp"

#include <memory>
#include <nlohmann/json.hpp>

namespace penumbra {

/// What one step of N episodes taught.
struct Transitions {
  TuneState before, after;
  torch::Tensor action; ///< [N,9] the sliders that were set, -1…1
  torch::Tensor reward; ///< [N]
  torch::Tensor ended;  ///< [N] 1 where the episode was over after it, else 0
  /// Those of `which` (bool [N]).
  Transitions where(const torch::Tensor& which) const;
};

/// The last `capacity` transitions. Pictures of the photo and the goal are kept in 8 bit, which they are
/// made of, those in between in half precision: 72 KiB each.
class Replay {
 public:
  explicit Replay(int capacity);
  /// Puts them in the place of the oldest.
  void add(const Transitions& transitions);
  /// `count` of them at random, some perhaps twice (LibTorch's generator). Throws Error where there are none.
  Transitions sample(int count) const;
  int size() const { return size_; }

 private:
  int capacity_, next_ = 0, size_ = 0;
  std::vector<torch::Tensor> columns_; ///< [capacity,…] each
};

/// The target of the critics (RLPixTuner eq. 5), [N]: what was got, and, unless the episode was over, what
/// the more cautious of the target critics expects from there.
torch::Tensor td3_target(const torch::Tensor& reward, const torch::Tensor& ended,
                         const torch::Tensor& value_1, const torch::Tensor& value_2, double gamma);

/// Brings the parameters of `target` nearer to those of `source`: rho target + (1 - rho) source (eq. 10-12).
void average_into(torch::nn::Module& target, const torch::nn::Module& source, double rho);

/// The settings; its JSON is the recipe's block "td3". Those of the paper's appendix C.1 where it has any.
struct Td3Settings {
  int updates = 0; ///< of the critics, after the warm start
  int begin = 500; ///< the policy stays as it is for so many updates, while the critics get to know it
  int batch = 64, replay = 10000;
  double policy_rate = 1e-4, critic_rate = 2e-4;
  double gamma = 0.9, rho = 0.99;
  /// Standard deviations of the noise on the policy's output (before it is scaled with the distance): while
  /// exploring, and of the target policy, where it is cut at `noise_cut`.
  double noise = 0.1, target_noise = 0.2, noise_cut = 0.5;
  int policy_every = 2;
  /// Weight of the squared change of the policy's output from what the warm start would do (TD3+BC, Fujimoto
  /// and Gu 2021, with the policy of the start in the place of data); 0: the paper's TD3.
  double anchor = 0;
};
void to_json(nlohmann::json& json, const Td3Settings& settings);
void from_json(const nlohmann::json& json, Td3Settings& settings);

/// Twin delayed deterministic policy gradient (Fujimoto et al. 2018), as RLPixTuner uses it (3.4, appendix
/// C.1). An action is what next_values() makes of the policy's output. The pipeline stays outside: it is met
/// only in transitions.
class Td3 {
 public:
  /// The policy is the caller's and changes by update().
  Td3(TuneNet policy, const Td3Settings& settings);

  /// The sliders that the policy sets next, with noise on its output, [N,9]. No gradients.
  torch::Tensor explore(const TuneState& state);
  struct Losses {
    double critics = 0; ///< mean squared error of both (eq. 6)
    double value = 0;   ///< what the first critic expects of the policy; 0 where the policy did not move
  };
  /// One update from a batch.
  Losses update(const Transitions& batch);

  void store(TensorFile& file, const std::string& prefix) const;
  void restore(const TensorFile& file, const std::string& prefix);
  const TuneNet& critic(int i) const { return critics_[i]; }

 private:
  torch::Tensor noisy_values(TuneNet& policy, const TuneState& state, double deviation, double cut);

  Td3Settings settings_;
  TuneNet policy_, target_policy_, start_;
  TuneNet critics_[2], target_critics_[2];
  std::unique_ptr<Adam> policy_adam_, critic_adam_[2];
  int updates_ = 0;
};

} // namespace penumbra
