#include "core/train/low_light/estimators.hpp"

#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>
#include <torch/utils.h>

namespace penumbra {
namespace {

/// The largest of log-probabilities plus Gumbel noise is a sample.
torch::Tensor sample(const torch::Tensor& log_probabilities) {
  const torch::Tensor noise =
      -torch::log(-torch::log(torch::rand_like(log_probabilities).clamp(1e-9, 1 - 1e-7)));
  return (log_probabilities + noise).argmax(2, true);
}

/// Integers 0…count-1 of values [N,…] in [0,1], the borders between them shifted by up to half a cell.
torch::Tensor cell_of(const torch::Tensor& values, int count) {
  std::vector<std::int64_t> shape(std::size_t(values.dim()), 1);
  shape[0] = values.size(0);
  const torch::Tensor shift = torch::rand(shape) - 0.5;
  return (values * count + shift).floor().clamp(0, count - 1).to(torch::kLong);
}

std::vector<torch::Tensor> rewards_of(const RollOut& episode, const LowLightBatch& batch,
                                      const StepReward& reward) {
  std::vector<torch::Tensor> rewards;
  for (std::size_t t = 0; t + 1 < episode.states.size(); ++t)
    rewards.push_back(reward_number(reward(
        {episode.states[t], episode.states[t + 1], episode.strengths[t], batch.input, batch.reference})));
  return rewards;
}

/// Sum of gamma^t r_t (eq. 3), [N].
torch::Tensor discounted(const std::vector<torch::Tensor>& rewards, double discount) {
  torch::Tensor later = torch::zeros_like(rewards.back());
  for (std::size_t t = rewards.size(); t-- > 0;) later = rewards[t] + discount * later;
  return later;
}

} // namespace

torch::Tensor exploration_cells(const torch::Tensor& state, int cells, int levels) {
  const torch::NoGradGuard no_grad;
  const auto n = state.size(0), height = state.size(2), width = state.size(3);
  const auto places = [&](std::int64_t length) {
    return ((torch::arange(length) + 0.5) / double(length)).view({1, length}).expand({n, length});
  };
  const torch::Tensor row = cell_of(places(height), cells).view({n, height, 1}),
                      column = cell_of(places(width), cells).view({n, 1, width});
  const torch::Tensor luma = luma601(state).squeeze(1), darkest = luma.amin({1, 2}, true),
                      brightest = luma.amax({1, 2}, true);
  const torch::Tensor level = cell_of((luma - darkest) / (brightest - darkest).clamp_min(1e-6), levels);
  return (level * cells + row) * cells + column;
}

DrawnActions draw_actions(const torch::Tensor& log_pi, const torch::Tensor& cells,
                          const torch::Tensor& strengths) {
  const auto n = log_pi.size(0), heads = log_pi.size(1), actions = log_pi.size(2), height = log_pi.size(3),
             width = log_pi.size(4);
  DrawnActions drawn;
  const torch::Tensor effects = strengths.view({1, 1, -1, 1});
  if (!cells.defined()) {
    drawn.actions = sample(log_pi.detach());
    drawn.log_probability = log_pi.gather(2, drawn.actions).sum({1, 2, 3, 4});
    drawn.draws = double(height * width);
    drawn.expected = expected_strength(log_pi.detach(), strengths);
    return drawn;
  }
  // Pixels in cells, [N,pixels,cells].
  const torch::Tensor label = cells.view({n, height * width});
  const auto count = label.max().item<std::int64_t>() + 1;
  const torch::Tensor belongs = torch::zeros({n, height * width, count}).scatter_(2, label.unsqueeze(2), 1);
  const torch::Tensor size = belongs.sum(1).view({n, 1, 1, count}); // of the cells
  const torch::Tensor mean = torch::bmm(log_pi.exp().view({n, heads * actions, height * width}), belongs)
                                 .view({n, heads, actions, count}) /
                             size.clamp_min(1);
  const torch::Tensor there = (size.squeeze(2) > 0).to(torch::kFloat); // [N,1,cells]
  const torch::Tensor log_mean = torch::log(mean + 1e-12);
  const torch::Tensor chosen = sample(log_mean.detach()); // [N,heads,1,cells]
  drawn.log_probability = (log_mean.gather(2, chosen).squeeze(2) * there).sum({1, 2});
  drawn.draws = there.sum().item<double>() / double(n);
  const torch::Tensor where = label.view({n, 1, height * width}).expand({n, heads, height * width});
  drawn.actions = chosen.squeeze(2).gather(2, where).view({n, heads, 1, height, width});
  drawn.expected = (mean.detach() * effects).sum(2).gather(2, where).view({n, heads, height, width});
  return drawn;
}

Estimate estimate_by_actions(PixelNet& net, const LowLightSystem& system, const ActorCritic& plan,
                             const LowLightBatch& batch, int steps, const StepReward& reward_of,
                             bool only_value) {
  // Of every picture so many episodes that explore, and behind them the one that does not.
  const std::int64_t pictures = batch.input.size(0), episodes = std::max(1, plan.episodes),
                     exploring = episodes * pictures;
  const auto repeated = [&](const torch::Tensor& of_pictures) {
    return of_pictures.defined() ? of_pictures.repeat({episodes + 1, 1, 1, 1}) : of_pictures;
  };
  const torch::Tensor input = repeated(batch.input), reference = repeated(batch.reference);
  const torch::Tensor effects = torch::tensor(system.strengths), first = describe_picture(input);
  std::vector<torch::Tensor> log_chosen, value, reward;
  Estimate estimate;
  estimate.entropy = torch::zeros({});
  double draws = 0;
  torch::Tensor state = input, known = torch::zeros({});
  for (int t = 0; t < steps; ++t) {
    torch::Tensor context;
    if (net->shape().context) context = low_light_context(state, first);
    const torch::Tensor features = net->features(state, context);
    const torch::Tensor log_pi = torch::log_softmax(net->policy(features), 2);
    value.push_back(net->value(only_value ? features.detach() : features));
    estimate.entropy = estimate.entropy + mean_entropy(log_pi) / steps;
    const torch::Tensor explorers = state.slice(0, 0, exploring);
    const DrawnActions drawn =
        draw_actions(log_pi.slice(0, 0, exploring),
                     plan.exploration_cells > 0
                         ? exploration_cells(explorers, plan.exploration_cells, plan.exploration_levels)
                         : torch::Tensor(),
                     effects);
    log_chosen.push_back(drawn.log_probability);
    draws += drawn.draws / steps;

    // What a reward asks of the strengths themselves is a known function of the policy, and is asked of those
    // that it would set here: the seams between draws are none of the acting policy's.
    const torch::Tensor expected = expected_strength(log_pi, effects);
    torch::Tensor next;
    {
      const torch::NoGradGuard no_grad;
      torch::Tensor heads = expected.clone();
      heads.slice(0, 0, exploring)
          .add_(effects.index({drawn.actions.squeeze(2)}) - drawn.expected, plan.exploration);
      // As the product renders them, along the edges of the state.
      next = apply_curve(state, follow_edges(channel_strengths(system, heads), state));
    }
    const torch::Tensor gained =
        reward_of({state, next, channel_strengths(system, expected), input, reference})
            .expand_as(value.back());
    known = known + std::pow(plan.discount, t) * gained.slice(0, exploring).mean();
    reward.push_back(gained.detach());
    state = next;
  }
  torch::Tensor later = torch::zeros_like(reward.back()); // the last state is terminal (algorithm 1)
  std::vector<torch::Tensor> advantage(reward.size());
  estimate.value = torch::zeros({});
  double spread = 0;
  for (std::size_t t = reward.size(); t-- > 0;) {
    later = reward[t] + plan.discount * later;                               // eq. 3
    estimate.value = estimate.value + (later - value[t]).square().mean();    // eq. 4
    const torch::Tensor gained = reward_number((later - value[t]).detach()); // eq. 5
    advantage[t] =
        (gained.slice(0, 0, exploring).view({episodes, pictures}) - gained.slice(0, exploring)).flatten();
    spread += advantage[t].square().mean().item<double>() / double(reward.size());
    estimate.total += reward[t].slice(0, exploring).mean().item<double>();
  }
  if (only_value) return estimate;
  const double unit = std::sqrt(spread * draws) + 1e-9;
  // A share of the way to the draws gives that share of the gradient.
  estimate.loss = -plan.exploration / unit * known;
  for (std::size_t t = 0; t < reward.size(); ++t) // eq. 6
    estimate.loss =
        estimate.loss - std::pow(plan.discount, double(t)) / unit * (log_chosen[t] * advantage[t]).mean();
  return estimate;
}

Estimate estimate_by_model(PixelNet& net, const LowLightSystem& system, double discount,
                           const LowLightBatch& batch, int steps, const StepReward& reward) {
  const RollOut episode = roll_out(net, system, batch.input, steps);
  Estimate estimate;
  estimate.entropy = episode.entropy;
  estimate.loss = -discounted(rewards_of(episode, batch, reward), discount).mean();
  estimate.total = -estimate.loss.item<double>();
  return estimate;
}

torch::Tensor episode_return(PixelNet& net, const LowLightSystem& system, double discount,
                             const LowLightBatch& batch, int steps, const StepReward& reward) {
  const torch::NoGradGuard no_grad;
  return discounted(rewards_of(roll_out(net, system, batch.input, steps), batch, reward), discount);
}

} // namespace penumbra
