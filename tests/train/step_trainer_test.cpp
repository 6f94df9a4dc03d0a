// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/low_light/step_trainer.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

using namespace penumbra;

TEST(StepTrainer, states_of_an_episode_are_worth_what_they_have_against_the_reference) {
  torch::manual_seed(5);
  const LowLightSystem system = all_e_system(8);
  PixelNet net(system.shape);
  const torch::Tensor photo = torch::rand({2, 3, 64, 64}).mul(255).round().div(255) * 0.5;
  const torch::Tensor input = (photo * 255).round() / 255;
  const PlayedEpisodes same = play(net, system, {input, input}, 3, 1.0, 40);
  ASSERT_EQ(same.states.sizes(), torch::IntArrayRef({2, 4, 3, step_side, step_side}));
  ASSERT_EQ(same.decibels.sizes(), torch::IntArrayRef({2, 4}));
  EXPECT_NEAR(same.decibels[0][0].item<double>(), 40, 1e-4); // nothing is better than the reference itself
  EXPECT_TRUE(torch::equal(same.states.select(1, 0), (input * 255).round().to(torch::kByte)));
  // A reference that is 0.1 brighter everywhere: -10 log10(0.01 + 0.0001), but for rounding.
  const torch::Tensor brighter = input + 26.0 / 255;
  EXPECT_NEAR(play(net, system, {input, brighter}, 1, 1.0, 40).decibels[1][0].item<double>(),
              -10 * std::log10(26.0 * 26 / 255 / 255 + 1e-4), 1e-3);
  // Without strength nothing moves.
  const PlayedEpisodes still = play(net, system, {input, brighter}, 2, 0.0, 40);
  EXPECT_TRUE(torch::equal(still.states.select(1, 0), still.states.select(1, 2)));
}

TEST(StepTrainer, scores_of_suggestions_are_those_of_the_states_suggested) {
  const torch::Tensor decibels = torch::tensor({{20.f, 25.f, 22.f}, {30.f, 24.f, 20.f}, {10.f, 15.f, 21.f}});
  const torch::Tensor expected = torch::tensor({{1.f, 3.f, 2.f}, {1.f, 2.f, 0.f}, {0.f, 1.f, 2.f}});
  const StepScore score = score_steps(expected, decibels);
  EXPECT_NEAR(score.first, 20, 1e-5);
  EXPECT_NEAR(score.last, 21, 1e-5);
  EXPECT_NEAR(score.suggested, (25 + 24 + 21) / 3.0, 1e-5);
  EXPECT_NEAR(score.best, (25 + 30 + 21) / 3.0, 1e-5);
  EXPECT_NEAR(score.between, 1, 1e-6); // the first alone has its best state between
}
