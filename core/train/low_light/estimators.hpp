#pragma once

#include "core/reward/rellie.hpp"
#include "core/train/low_light/low_light.hpp"

#include <functional>

namespace penumbra {

// How a low-light policy learns from rewards. The policy that acts is that of roll_out(): it sets the
// expected strengths, which follow the edges of the state. Both estimators give the gradient of its return,
// the discounted rewards of its episode: tests/train/gradient_test.cpp compares them with finite differences.

/// Asynchronous advantage actor-critic (ALL-E algorithm 1; Mnih et al. 2016, Furuta et al. 2019).
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
  /// Who draws actions. 0: every pixel for itself. n: the pixels of a cell together, of n x n cells over the
  /// picture and `exploration_levels` of brightness (see exploration_cells()). Rewards are of the whole
  /// picture: with a few cells it is soon known which of the draws was a good one, with thousands of pixels
  /// it takes thousands of episodes.
  int exploration_cells = 2, exploration_levels = 3;
  /// How far exploring leads from what the product does, the expected strengths: by this share of the way to
  /// the drawn ones. 1: all of it, as in the paper, which learns for another policy than the one that acts.
  double exploration = 0.02;
  /// Explored episodes of each picture in a batch. The advantage of one is what it has over the episode in
  /// which the policy acts without exploring (Rennie et al. 2017), so that a hard picture's errors are
  /// nobody's fault.
  int episodes = 1;
  /// How the policy learns from the rewards. False: from drawn actions and their advantages, as in the paper.
  /// True: by the model of the episode. Curves, edges and rewards are known functions; so the gradient of the
  /// discounted rewards is computed through all steps instead of being estimated (value gradients, Heess et
  /// al. 2015, of a deterministic policy). The entropy is then held as in the warm start, and no value is
  /// learnt.
  bool by_model = false;
  AllEReward reward;          ///< of ALL-E
  RellieReward rellie_reward; ///< of ReLLIE
};

/// The reward of a step, as a map or a number (core/reward/low_light.hpp). Asked once for every step of an
/// episode, in their order.
using StepReward = std::function<torch::Tensor(const Transition&)>;

/// Which cell the pixels of states [N,3,H,W] belong to, int64 [N,H,W] from 0 on: cells of equal size in
/// place, `cells` a side, and in luma, `levels` between the darkest and the brightest of the picture, their
/// borders somewhere else at every call (LibTorch's generator). So cells follow edges, as the strengths do.
torch::Tensor exploration_cells(const torch::Tensor& state, int cells, int levels);

/// Actions drawn from log-probabilities [N,heads,actions,H,W].
struct DrawnActions {
  torch::Tensor actions;         ///< int64 [N,heads,1,H,W]
  torch::Tensor log_probability; ///< of all draws of a picture together, [N], with gradients
  double draws = 0;              ///< of a picture and head
  /// Expected strength of the policy that drew, [N,heads,H,W] for strengths of the actions; no gradients.
  torch::Tensor expected;
};
/// Every cell draws once for all of its pixels, from the mean of their policies; `cells` undefined: every
/// pixel is one.
DrawnActions draw_actions(const torch::Tensor& log_probabilities, const torch::Tensor& cells,
                          const torch::Tensor& strengths);

/// What an estimator makes of a batch.
struct Estimate {
  torch::Tensor loss;    ///< to be minimised by the policy, without the entropy's part; undefined: no policy
  torch::Tensor value;   ///< mean squared error of the value; undefined: no value is learnt
  torch::Tensor entropy; ///< of the policy in nats, mean over steps
  double total = 0;      ///< rewards of the acting policy, mean over the pictures
};
/// From drawn actions and what they gained (eq. 3 to 6): the log-probability of the draws times the
/// advantage, of step t by discount^t, as the return has it, in units of what one draw for the whole picture
/// changes, so that the entropy weighs the same for every reward and however many draw. What a reward asks of
/// the strengths of its own step (the smoothness) is asked of the expected ones, and has its own gradient:
/// among draws, it is all about their seams. `only_value`: without the loss of the policy; nothing but the
/// value has gradients. `total`: not discounted.
Estimate estimate_by_actions(PixelNet& net, const LowLightSystem& system, const ActorCritic& plan,
                             const LowLightBatch& batch, int steps, const StepReward& reward,
                             bool only_value = false);
/// Through the episode itself. `total`: discounted, and the loss is less it.
Estimate estimate_by_model(PixelNet& net, const LowLightSystem& system, double discount,
                           const LowLightBatch& batch, int steps, const StepReward& reward);

/// Discounted rewards of the acting policy, [N]; no gradients.
torch::Tensor episode_return(PixelNet& net, const LowLightSystem& system, double discount,
                             const LowLightBatch& batch, int steps, const StepReward& reward);

} // namespace penumbra
