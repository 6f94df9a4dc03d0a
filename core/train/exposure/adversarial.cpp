// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/exposure/adversarial.hpp"

#include "core/edit/fusion/exposure.hpp"

#include <torch/autograd.h>

namespace penumbra {
namespace {

torch::Tensor judged(ExposureNet& critic, const torch::Tensor& pictures) {
  return critic->forward(critic_input(pictures));
}

/// 1 for the pictures whose last segment is step `t`, [N].
torch::Tensor ends_at(const ExposureBatch& batch, int t) {
  return (batch.on.sum(1) == t + 1).to(torch::kFloat);
}

/// 1 for the pictures that have a step `t`, [N].
torch::Tensor runs_at(const ExposureBatch& batch, int t) {
  return batch.on.select(1, t);
}

} // namespace

ExposureRollOut roll_out(ExposureNet& policy, const ExposureBatch& batch, const FusionWeights& weights,
                         const torch::Tensor& noise) {
  ExposureRollOut episode;
  episode.states.push_back(batch.input);
  std::vector<torch::Tensor> evs;
  for (int t = 0; t < batch.steps; ++t) {
    const torch::Tensor& present = episode.states.back();
    const torch::Tensor part = batch.parts.slice(1, t, t + 1) * batch.input;
    torch::Tensor ev = policy_ev(policy, torch::cat({part, present, batch.input}, 1));
    if (noise.defined()) ev = (ev + noise.select(1, t)).clamp(-max_policy_ev, max_policy_ev);
    ev = ev * batch.on.select(1, t);
    const torch::Tensor mask = batch.masks.slice(1, t, t + 1);
    episode.states.push_back(present + mask * (expose(batch.input, ev) - batch.input));
    evs.push_back(ev);
  }
  const torch::Tensor decided = torch::stack(evs, 1);
  episode.fused = fuse(batch.input, decided, batch.masks.slice(1, 0, batch.steps),
                       batch.on.slice(1, 0, batch.steps), weights);
  episode.ev = torch::constant_pad_nd(decided, {0, max_segments - batch.steps});
  return episode;
}

HeldSteps hold_states(ExposureNet& policy, const ExposureBatch& batch, const ExposureRollOut& episode,
                      const FusionWeights& weights) {
  const auto n = batch.input.size(0);
  std::vector<torch::Tensor> known;
  for (int t = 0; t < batch.steps; ++t)
    known.push_back(torch::cat(
        {batch.parts.slice(1, t, t + 1) * batch.input, episode.states[std::size_t(t)].detach(), batch.input},
        1));
  const torch::Tensor all = policy_ev(policy, torch::cat(known)).view({batch.steps, n});
  HeldSteps steps;
  std::vector<torch::Tensor> decided;
  for (int t = 0; t < batch.steps; ++t) {
    const torch::Tensor ev = all[t] * batch.on.select(1, t), mask = batch.masks.slice(1, t, t + 1);
    steps.next.push_back(episode.states[std::size_t(t)].detach() +
                         mask * (expose(batch.input, ev) - batch.input));
    decided.push_back(torch::where(ends_at(batch, t) > 0.5, ev, episode.ev.select(1, t).detach()));
  }
  steps.fused = fuse(batch.input, torch::stack(decided, 1), batch.masks.slice(1, 0, batch.steps),
                     batch.on.slice(1, 0, batch.steps), weights);
  return steps;
}

Critic critic_of(ExposureNet network) {
  return [network](const torch::Tensor& pictures) mutable { return judged(network, pictures); };
}

torch::Tensor exploration(int n, double zeta, double sigma) {
  torch::Tensor x = torch::zeros({n}), all = torch::zeros({n, max_segments});
  for (int t = 0; t < max_segments; ++t) {
    x = x - zeta * x + sigma * torch::randn({n});
    all.select(1, t).copy_(x);
  }
  return all;
}

DiscriminatorLoss discriminator_loss(ExposureNet& discriminator, const torch::Tensor& expert,
                                     const torch::Tensor& ours, double lambda) {
  const torch::Tensor good = judged(discriminator, expert), made = judged(discriminator, ours);
  const torch::Tensor share = torch::rand({expert.size(0), 1, 1, 1});
  // The penalty is on the gradient by all that the discriminator sees, its constant planes included.
  const torch::Tensor between =
      critic_input(share * ours + (1 - share) * expert).detach().requires_grad_(true);
  const torch::Tensor at = discriminator->forward(between);
  const torch::Tensor gradient =
      torch::autograd::grad({at.sum()}, {between}, {}, /*retain_graph=*/true, /*create_graph=*/true)[0];
  const torch::Tensor penalty = ((gradient.flatten(1).square().sum(1) + 1e-12).sqrt() - 1).square().mean();
  DiscriminatorLoss result;
  result.wasserstein = (good.mean() - made.mean()).item<double>();
  result.penalty = penalty.item<double>();
  result.loss = made.mean() - good.mean() + lambda * penalty;
  return result;
}

torch::Tensor policy_loss_with_value(const Critic& value, const Critic& discriminator,
                                     const ExposureBatch& batch, const HeldSteps& steps, double gamma) {
  torch::Tensor sum = discriminator(steps.fused).sum();
  for (int t = 0; t + 1 < batch.steps; ++t) {
    const torch::Tensor goes_on = runs_at(batch, t) * (1 - ends_at(batch, t));
    sum = sum + (gamma * value(steps.next[std::size_t(t)]) * goes_on).sum();
  }
  return -sum / batch.on.sum();
}

torch::Tensor value_loss(ExposureNet& value, ExposureNet& discriminator, const ExposureBatch& batch,
                         const ExposureRollOut& episode, double gamma) {
  torch::Tensor sum = torch::zeros({}), reward;
  {
    const torch::NoGradGuard constant;
    reward = judged(discriminator, episode.fused);
  }
  torch::Tensor present = judged(value, episode.states[0].detach());
  for (int t = 0; t < batch.steps; ++t) {
    const torch::Tensor next = judged(value, episode.states[std::size_t(t) + 1].detach());
    const torch::Tensor ends = ends_at(batch, t);
    const torch::Tensor target = (ends * reward + (1 - ends) * gamma * next).detach();
    sum = sum + (0.5 * (target - present).square() * runs_at(batch, t)).sum();
    present = next;
  }
  return sum / batch.on.sum();
}

torch::Tensor policy_loss_with_discriminator(const Critic& discriminator, const ExposureBatch& batch,
                                             const HeldSteps& steps, double gamma) {
  const torch::Tensor last = batch.on.sum(1) - 1;
  torch::Tensor sum = torch::zeros({}), all = torch::zeros({});
  for (int t = 0; t < batch.steps; ++t) {
    const torch::Tensor weight = (1 - gamma) * torch::pow(gamma, last - t) * runs_at(batch, t);
    const torch::Tensor ends = ends_at(batch, t).view({-1, 1, 1, 1});
    const torch::Tensor picture = ends * steps.fused + (1 - ends) * steps.next[std::size_t(t)];
    sum = sum + (weight * discriminator(picture)).sum();
    all = all + weight.sum();
  }
  return -sum / all;
}

torch::Tensor recovery_loss(const torch::Tensor& result, const torch::Tensor& reference, double floor) {
  return torch::log((result - reference).square().mean({1, 2, 3}) + floor).mean();
}

} // namespace penumbra
