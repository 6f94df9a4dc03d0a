// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/td3.hpp"

#include "core/error.hpp"

#include <gtest/gtest.h>

using namespace penumbra;

namespace {

constexpr int toy_steps = 3;
constexpr TuneParts toy_parts{false, true, true}; // small: no pictures, only their histograms

/// Pictures of which one slider alone changes the brightness.
struct Toy {
  TuneState state;
  torch::Tensor light(const torch::Tensor& values) const {
    return (state.input + 0.25 * values.select(1, 0).view({-1, 1, 1, 1})).clamp(0, 1);
  }
  torch::Tensor distance() const { return picture_distance(state.current, state.goal, true); }
};

torch::Tensor in_bytes(const torch::Tensor& picture) {
  return (picture * 255).round() / 255;
}

Toy toy(int count) {
  Toy made;
  made.state.input = in_bytes(0.3 + 0.4 * torch::rand({count, 3, tune_side, tune_side}));
  made.state.values = torch::zeros({count, finish_sliders});
  torch::Tensor wanted = torch::rand({count, finish_sliders}) * 2 - 1;
  made.state.goal = in_bytes(made.light(wanted));
  made.state.current = made.state.input;
  made.state.history = torch::zeros({count, tune_steps, finish_sliders + 1});
  made.state.step = torch::zeros({count});
  return made;
}

Transitions step(Toy& toy, const torch::Tensor& values) {
  Transitions seen;
  seen.before = toy.state;
  seen.action = values;
  const torch::Tensor was = toy.distance();
  advance(toy.state, values, toy.light(values), true);
  seen.after = toy.state;
  seen.reward = 10 * (was - toy.distance());
  seen.ended = (toy.state.step >= toy_steps - 0.5).to(torch::kFloat);
  return seen;
}

double distance_after(TuneNet& policy, Toy toy) {
  const torch::NoGradGuard no_grad;
  for (int t = 0; t < toy_steps; ++t) {
    const torch::Tensor values = next_values(policy, toy.state);
    advance(toy.state, values, toy.light(values), true);
  }
  return toy.distance().mean().item<double>();
}

Transitions some(int count, float reward) {
  Toy made = toy(count);
  Transitions seen = step(made, torch::full({count, finish_sliders}, 0.5));
  seen.reward = torch::arange(count) + reward;
  return seen;
}

} // namespace

TEST(Td3, the_target_takes_the_more_cautious_critic_and_ends_with_the_episode) {
  const torch::Tensor target =
      td3_target(torch::tensor({1.0f, 1.0f, -2.0f}), torch::tensor({0.0f, 1.0f, 0.0f}),
                 torch::tensor({3.0f, 3.0f, 0.5f}), torch::tensor({2.0f, 2.0f, 4.0f}), 0.9);
  EXPECT_NEAR(target[0].item<double>(), 1 + 0.9 * 2, 1e-6);
  EXPECT_NEAR(target[1].item<double>(), 1, 1e-6);
  EXPECT_NEAR(target[2].item<double>(), -2 + 0.9 * 0.5, 1e-6);
}

TEST(Td3, averages_follow_slowly) {
  torch::nn::Linear target(3, 2), source(3, 2);
  const torch::Tensor was = target->weight.clone();
  average_into(*target, *source, 0.99);
  EXPECT_LT((target->weight - (0.99 * was + 0.01 * source->weight)).abs().max().item<double>(), 1e-6);
  average_into(*target, *source, 0);
  EXPECT_TRUE(torch::equal(target->bias, source->bias));
}

TEST(Replay, gives_back_what_it_was_given) {
  torch::manual_seed(1);
  Replay replay(8);
  EXPECT_THROW(replay.sample(1), Error);
  const Transitions seen = some(1, 7);
  replay.add(seen);
  const Transitions back = replay.sample(2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_LT((back.before.input[i] - seen.before.input[0]).abs().max().item<double>(), 1e-6);
    EXPECT_LT((back.after.goal[i] - seen.after.goal[0]).abs().max().item<double>(), 1e-6);
    EXPECT_LT((back.after.current[i] - seen.after.current[0]).abs().max().item<double>(), 1e-3);
    EXPECT_TRUE(torch::equal(back.after.history[i], seen.after.history[0]));
    EXPECT_TRUE(torch::equal(back.before.values[i], seen.before.values[0]));
    EXPECT_TRUE(torch::equal(back.action[i], seen.action[0]));
    EXPECT_EQ(back.after.step[i].item<float>(), 1.0f);
    EXPECT_EQ(back.reward[i].item<float>(), 7.0f);
  }
}

TEST(Replay, overwrites_the_oldest) {
  torch::manual_seed(2);
  Replay replay(5);
  replay.add(some(3, 0));  // 0 1 2
  replay.add(some(4, 10)); // 10 11 12 13 over 0 and 1
  EXPECT_EQ(replay.size(), 5);
  const torch::Tensor rewards = replay.sample(400).reward;
  for (const float kept : {2.0f, 10.0f, 11.0f, 12.0f, 13.0f})
    EXPECT_TRUE((rewards == kept).any().item<bool>()) << kept;
  EXPECT_EQ(rewards.min().item<float>(), 2.0f);
  EXPECT_THROW(replay.add(some(6, 0)), Error);
  EXPECT_THROW(Replay(0), Error);
}

TEST(Transitions, can_be_chosen_from) {
  const Transitions seen = some(3, 0);
  const Transitions chosen = seen.where(torch::tensor({true, false, true}));
  EXPECT_TRUE(torch::equal(chosen.reward, torch::tensor({0.0f, 2.0f})));
  EXPECT_TRUE(torch::equal(chosen.after.current[1], seen.after.current[2]));
}

TEST(Td3, learns_a_toy_from_rewards_alone) {
  torch::manual_seed(3);
  TuneNet policy(true, 0, toy_parts);
  const Toy check = toy(64);
  const double before = distance_after(policy, check);
  Td3Settings settings;
  settings.begin = 50, settings.policy_rate = 5e-4, settings.critic_rate = 2e-3;
  Td3 td3(policy, settings);
  Replay replay(2000);
  Toy toys = toy(16);
  for (int i = 0; i < 400; ++i) {
    replay.add(step(toys, td3.explore(toys.state)));
    if (toys.state.step[0].item<int>() == toy_steps) toys = toy(16);
    td3.update(replay.sample(32));
  }
  EXPECT_LT(distance_after(policy, check), 0.5 * before);
}

TEST(Td3, leaves_the_policy_alone_until_the_critics_know_it) {
  torch::manual_seed(4);
  TuneNet policy(true, 0, toy_parts);
  const torch::Tensor was = policy->parameters()[0].clone();
  Td3Settings settings;
  settings.begin = 2, settings.policy_every = 1;
  Td3 td3(policy, settings);
  const Transitions batch = some(4, 0);
  const torch::Tensor critic = td3.critic(0)->parameters()[0].clone();
  for (int i = 0; i < 2; ++i) EXPECT_EQ(td3.update(batch).value, 0.0);
  EXPECT_TRUE(torch::equal(policy->parameters()[0], was));
  EXPECT_FALSE(torch::equal(td3.critic(0)->parameters()[0], critic));
  EXPECT_NE(td3.update(batch).value, 0.0);
  EXPECT_FALSE(torch::equal(policy->parameters()[0], was));
}

TEST(Td3, goes_on_from_a_checkpoint_as_if_never_stopped) {
  torch::manual_seed(5);
  Td3Settings settings;
  settings.begin = 0, settings.policy_every = 1, settings.target_noise = 0, settings.anchor = 0.5;
  TuneNet policy(true, 0, toy_parts), other(true, 0, toy_parts);
  const Transitions batch = some(4, 0);
  Td3 td3(policy, settings);
  td3.update(batch);
  TensorFile file;
  td3.store(file, "td3.");
  average_into(*other, *policy, 0);
  Td3 again(other, settings);
  again.restore(file, "td3.");
  td3.update(batch), again.update(batch);
  EXPECT_LT((policy->parameters()[0] - other->parameters()[0]).abs().max().item<double>(), 1e-7);
  EXPECT_LT((td3.critic(1)->parameters()[0] - again.critic(1)->parameters()[0]).abs().max().item<double>(),
            1e-7);
}

TEST(Td3, settings_come_back_from_their_json) {
  Td3Settings settings;
  settings.updates = 12, settings.gamma = 0.5, settings.anchor = 2;
  const auto back = nlohmann::json(settings).get<Td3Settings>();
  EXPECT_EQ(nlohmann::json(back), nlohmann::json(settings));
  EXPECT_EQ(nlohmann::json(nlohmann::json::object().get<Td3Settings>()), nlohmann::json(Td3Settings()));
}
