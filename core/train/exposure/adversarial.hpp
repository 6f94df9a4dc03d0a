// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/exposure_net.hpp"
#include "core/train/exposure/exposure_data.hpp"
#include "core/train/exposure/exposure_fusion.hpp"

#include <functional>
#include <vector>

namespace penumbra {

// DeepExposure's learning, as losses. One sign everywhere: D is high for what looks like a good photograph.
// The paper's eq. 12 as printed makes D low for experts, and its eq. 15 carries a negative factor; here the
// discriminator minimises E[D(ours)] - E[D(expert)] + penalty, the reward is D, and policies ascend it.

/// An episode: one step a segment.
struct ExposureRollOut {
  std::vector<torch::Tensor> states; ///< S^l before each step and after the last, [N,3,64,64]: steps + 1
  torch::Tensor ev;                  ///< [N,8], 0 where there is no segment
  torch::Tensor fused;               ///< the final image, [N,3,64,64]
};

/// Lets the policy decide every segment of a batch. `noise` [N,8] is added to its EVs (exploration);
/// undefined: none. Differentiable with respect to the policy through exposures, direct fusion and final
/// fusion.
ExposureRollOut roll_out(ExposureNet& policy, const ExposureBatch& batch, const FusionWeights& weights,
                         const torch::Tensor& noise = {});

/// The steps of an episode once more, each with its state held fixed, as the gradients of eq. 7 and 10 have
/// it: the action is the policy's own, without noise, and everything before it a constant. Through a whole
/// episode instead, the first of T decisions would be pushed by all T terms of the losses, the last by one.
struct HeldSteps {
  std::vector<torch::Tensor> next; ///< p(s_t, pi(s_t)): the direct fusion after each step, [N,3,64,64]
  torch::Tensor fused; ///< the final image, [N,3,64,64]: of each picture's EVs only the last has gradients
};
HeldSteps hold_states(ExposureNet& policy, const ExposureBatch& batch, const ExposureRollOut& episode,
                      const FusionWeights& weights);

/// What pictures [N,3,64,64] are worth, [N]: a value network or a discriminator. The losses ask a value
/// network step by step, in their order.
using Critic = std::function<torch::Tensor(const torch::Tensor& pictures)>;
Critic critic_of(ExposureNet network);

/// Ornstein-Uhlenbeck noise over the steps of an episode, [n,8]: x += zeta (mu - x) + sigma N(0,1), mu = 0.
torch::Tensor exploration(int n, double zeta, double sigma);

/// Wasserstein loss of the discriminator with gradient penalty (eq. 12 with the sign above; Gulrajani et
/// al.).
struct DiscriminatorLoss {
  torch::Tensor loss;
  double wasserstein = 0; ///< E[D(expert)] - E[D(ours)], the estimate of the distance
  double penalty = 0;     ///< without its weight
};
DiscriminatorLoss discriminator_loss(ExposureNet& discriminator, const torch::Tensor& expert,
                                     const torch::Tensor& ours, double lambda);

/// Form I: what to minimise so that the policy ascends Q(s_t, a_t) = r + gamma V(p(s_t, a_t)) at every step
/// (eq. 7, 10); the reward of the last step is D of the fused image. Mean over the steps.
torch::Tensor policy_loss_with_value(const Critic& value, const Critic& discriminator,
                                     const ExposureBatch& batch, const HeldSteps& steps, double gamma);
/// Form I: squared temporal difference of the value network (eq. 6, 9).
torch::Tensor value_loss(ExposureNet& value, ExposureNet& discriminator, const ExposureBatch& batch,
                         const ExposureRollOut& episode, double gamma);
/// Form II: what to minimise so that the policy ascends D itself with the weight (1 - gamma) gamma^(T-t)
/// (eq. 14, 15), of the direct fusion after every step and of the fused image after the last; divided by the
/// sum of the weights.
torch::Tensor policy_loss_with_discriminator(const Critic& discriminator, const ExposureBatch& batch,
                                             const HeldSteps& steps, double gamma);

/// Supervised error against the known original: mean over the pictures of log(squared error + 5e-4), which
/// counts decibels.
torch::Tensor recovery_loss(const torch::Tensor& result, const torch::Tensor& reference, double floor = 5e-4);

} // namespace penumbra
