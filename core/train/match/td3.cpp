// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/td3.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <algorithm>

namespace penumbra {
namespace {

// Columns of the replay.
enum {
  input,
  goal,
  current,
  values,
  history,
  step,
  next_current,
  next_values_,
  next_history,
  action,
  reward,
  ended
};

torch::Tensor bytes(const torch::Tensor& picture) {
  return (picture * 255).round().to(torch::kUInt8);
}

torch::Tensor from_bytes(const torch::Tensor& picture) {
  return picture.to(torch::kFloat) / 255;
}

std::vector<torch::Tensor> columns_of(const Transitions& t) {
  return {bytes(t.before.input),
          bytes(t.before.goal),
          t.before.current.to(torch::kHalf),
          t.before.values,
          t.before.history,
          t.before.step,
          t.after.current.to(torch::kHalf),
          t.after.values,
          t.after.history,
          t.action,
          t.reward,
          t.ended};
}

Transitions from_columns(const std::vector<torch::Tensor>& c) {
  Transitions t;
  t.before.input = t.after.input = from_bytes(c[input]);
  t.before.goal = t.after.goal = from_bytes(c[goal]);
  t.before.current = c[current].to(torch::kFloat), t.after.current = c[next_current].to(torch::kFloat);
  t.before.values = c[values], t.after.values = c[next_values_];
  t.before.history = c[history], t.after.history = c[next_history];
  t.before.step = c[step], t.after.step = c[step] + 1;
  t.action = c[action], t.reward = c[reward], t.ended = c[ended];
  return t;
}

TuneNet copy_of(const TuneNet& net, int actions) {
  TuneNet copy(net->same_content(), actions, net->parts());
  average_into(*copy, *net, 0);
  return copy;
}

} // namespace

Transitions Transitions::where(const torch::Tensor& which) const {
  const auto state = [&](const TuneState& s) {
    return TuneState{s.input.index({which}),  s.current.index({which}), s.goal.index({which}),
                     s.values.index({which}), s.history.index({which}), s.step.index({which})};
  };
  return {state(before), state(after), action.index({which}), reward.index({which}), ended.index({which})};
}

Replay::Replay(int capacity) : capacity_(capacity) {
  if (capacity < 1) throw Error("A replay has room for at least one transition.");
}

void Replay::add(const Transitions& transitions) {
  const torch::NoGradGuard no_grad;
  const std::vector<torch::Tensor> fresh = columns_of(transitions);
  const auto count = fresh[0].size(0);
  if (count > capacity_) throw Error("More transitions at once than the replay has room for.");
  if (columns_.empty())
    for (const torch::Tensor& column : fresh) {
      auto sizes = column.sizes().vec();
      sizes[0] = capacity_;
      columns_.push_back(torch::zeros(sizes, column.options()));
    }
  const torch::Tensor places = (torch::arange(count, torch::kLong) + next_).remainder(capacity_);
  for (std::size_t i = 0; i < fresh.size(); ++i) columns_[i].index_copy_(0, places, fresh[i]);
  next_ = int((next_ + count) % capacity_);
  size_ = int(std::min<std::int64_t>(capacity_, size_ + count));
}

Transitions Replay::sample(int count) const {
  if (size_ == 0) throw Error("There are no transitions to sample from.");
  const torch::NoGradGuard no_grad;
  const torch::Tensor places = torch::randint(size_, {count}, torch::kLong);
  std::vector<torch::Tensor> chosen;
  for (const torch::Tensor& column : columns_) chosen.push_back(column.index_select(0, places));
  return from_columns(chosen);
}

torch::Tensor td3_target(const torch::Tensor& reward, const torch::Tensor& ended,
                         const torch::Tensor& value_1, const torch::Tensor& value_2, double gamma) {
  return reward + gamma * (1 - ended) * torch::minimum(value_1, value_2);
}

void average_into(torch::nn::Module& target, const torch::nn::Module& source, double rho) {
  const torch::NoGradGuard no_grad;
  const auto from = source.parameters();
  auto to = target.parameters();
  for (std::size_t i = 0; i < to.size(); ++i) to[i].mul_(rho).add_(from[i], 1 - rho);
}

void to_json(nlohmann::json& json, const Td3Settings& s) {
  json = {{"updates", s.updates},
          {"begin", s.begin},
          {"batch", s.batch},
          {"replay", s.replay},
          {"policy_rate", s.policy_rate},
          {"critic_rate", s.critic_rate},
          {"gamma", s.gamma},
          {"rho", s.rho},
          {"noise", s.noise},
          {"target_noise", s.target_noise},
          {"noise_cut", s.noise_cut},
          {"policy_every", s.policy_every},
          {"anchor", s.anchor}};
}

void from_json(const nlohmann::json& json, Td3Settings& s) {
  const auto take = [&](const char* key, auto& to) {
    if (const auto found = json.find(key); found != json.end()) found->get_to(to);
  };
  take("updates", s.updates), take("begin", s.begin), take("batch", s.batch), take("replay", s.replay);
  take("policy_rate", s.policy_rate), take("critic_rate", s.critic_rate);
  take("gamma", s.gamma), take("rho", s.rho), take("noise", s.noise);
  take("target_noise", s.target_noise), take("noise_cut", s.noise_cut);
  take("policy_every", s.policy_every), take("anchor", s.anchor);
}

Td3::Td3(TuneNet policy, const Td3Settings& settings)
    : settings_(settings), policy_(std::move(policy)), target_policy_(copy_of(policy_, 0)),
      start_(copy_of(policy_, 0)), critics_{TuneNet(policy_->same_content(), finish_sliders,
                                                    policy_->parts()),
                                            TuneNet(policy_->same_content(), finish_sliders,
                                                    policy_->parts())},
      target_critics_{copy_of(critics_[0], finish_sliders), copy_of(critics_[1], finish_sliders)},
      policy_adam_(std::make_unique<Adam>(*policy_)), critic_adam_{std::make_unique<Adam>(*critics_[0]),
                                                                   std::make_unique<Adam>(*critics_[1])} {}

torch::Tensor Td3::noisy_values(TuneNet& policy, const TuneState& state, double deviation, double cut) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor change = policy->forward(state);
  const torch::Tensor noise = (deviation * torch::randn_like(change)).clamp(-cut, cut);
  return values_after(state, (change + noise).clamp(-1, 1), policy->same_content());
}

torch::Tensor Td3::explore(const TuneState& state) {
  return noisy_values(policy_, state, settings_.noise, 1);
}

Td3::Losses Td3::update(const Transitions& batch) {
  torch::Tensor target;
  {
    const torch::NoGradGuard no_grad;
    const torch::Tensor next =
        noisy_values(target_policy_, batch.after, settings_.target_noise, settings_.noise_cut);
    target = td3_target(batch.reward, batch.ended, target_critics_[0]->forward(batch.after, next),
                        target_critics_[1]->forward(batch.after, next), settings_.gamma);
  }
  Losses losses;
  for (int i = 0; i < 2; ++i) {
    const torch::Tensor loss = (critics_[i]->forward(batch.before, batch.action) - target).square().mean();
    critic_adam_[i]->step(
        torch::autograd::grad({loss}, critics_[i]->parameters(), {}, c10::nullopt, false, true),
        settings_.critic_rate, 10);
    losses.critics += 0.5 * loss.item<double>();
  }
  ++updates_;
  if (updates_ > settings_.begin && updates_ % settings_.policy_every == 0) {
    const torch::Tensor change = policy_->forward(batch.before);
    const torch::Tensor value =
        critics_[0]
            ->forward(batch.before, values_after(batch.before, change, policy_->same_content()))
            .mean();
    torch::Tensor loss = -value;
    if (settings_.anchor > 0) {
      torch::Tensor held;
      {
        const torch::NoGradGuard no_grad;
        held = start_->forward(batch.before);
      }
      loss = loss + settings_.anchor * (change - held).square().sum(1).mean();
    }
    // Of the policy alone: the critic's own gradients are not computed.
    policy_adam_->step(torch::autograd::grad({loss}, policy_->parameters(), {}, c10::nullopt, false, true),
                       settings_.policy_rate, 1);
    losses.value = value.item<double>();
    average_into(*target_policy_, *policy_, settings_.rho);
  }
  if (updates_ % settings_.policy_every == 0)
    for (int i = 0; i < 2; ++i) average_into(*target_critics_[i], *critics_[i], settings_.rho);
  return losses;
}

void Td3::store(TensorFile& file, const std::string& prefix) const {
  file.metadata[prefix + "updates"] = std::to_string(updates_);
  copy_parameters(*target_policy_, file, prefix + "target.");
  copy_parameters(*start_, file, prefix + "start.");
  policy_adam_->store(file, prefix + "adam.");
  for (int i = 0; i < 2; ++i) {
    const std::string name = prefix + "critic." + std::to_string(i) + ".";
    copy_parameters(*critics_[i], file, name);
    copy_parameters(*target_critics_[i], file, name + "target.");
    critic_adam_[i]->store(file, name + "adam.");
  }
}

void Td3::restore(const TensorFile& file, const std::string& prefix) {
  updates_ = file.number(prefix + "updates");
  copy_parameters(file, *target_policy_, prefix + "target.");
  copy_parameters(file, *start_, prefix + "start.");
  policy_adam_->restore(file, prefix + "adam.");
  for (int i = 0; i < 2; ++i) {
    const std::string name = prefix + "critic." + std::to_string(i) + ".";
    copy_parameters(file, *critics_[i], name);
    copy_parameters(file, *target_critics_[i], name + "target.");
    critic_adam_[i]->restore(file, name + "adam.");
  }
}

} // namespace penumbra
