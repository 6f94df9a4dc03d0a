// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/adopt.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

TensorFile weights_of(const LowLightSystem& system) {
  torch::manual_seed(11);
  TensorFile file;
  store(PixelNet(system.shape), file);
  return file;
}

TEST(AdoptPolicy, DecidesNearlyTheSameEffectInEveryChannel) {
  const LowLightSystem from = all_e_system(8), to = rellie_system(8);
  TensorFile weights = weights_of(from);
  // A policy of one mind: strengths around 0.35, which both systems have.
  const auto peak = [&](float strength) {
    for (std::size_t i = 0; i < from.strengths.size(); ++i) {
      const float away = (from.strengths[i] - strength) / 0.1f;
      weights.tensors["policy.2.bias"].values[i] = -0.5f * away * away;
    }
  };
  torch::manual_seed(12);
  const torch::Tensor state = torch::rand({1, 3, 20, 24}) * 0.4;
  const torch::Tensor first = describe_picture(state);
  const torch::NoGradGuard no_grad;
  for (const float strength : {0.1f, 0.35f, 0.5f}) {
    peak(strength);
    PixelNet theirs = load_pixel_net(weights), ours(to.shape);
    copy_parameters(adopt_policy(weights, from, to), *ours);
    const torch::Tensor wanted = decide(theirs, from, state, first).strengths;
    const torch::Tensor got = decide(ours, to, state, first).strengths;
    EXPECT_EQ(got.size(1), 3);
    EXPECT_LT((got - wanted).abs().max().item<double>(), 0.02) << strength;
    EXPECT_TRUE(torch::allclose(ours->value(ours->features(state, low_light_context(state, first))),
                                theirs->value(theirs->features(state, low_light_context(state, first)))));
  }
}

TEST(AdoptPolicy, RefusesAnotherWidthOrManyHeads) {
  const TensorFile weights = weights_of(all_e_system(8));
  EXPECT_THROW(adopt_policy(weights, all_e_system(8), rellie_system(16)), Error);
  EXPECT_THROW(adopt_policy(weights_of(rellie_system(8)), rellie_system(8), all_e_system(8)), Error);
}

} // namespace
} // namespace penumbra
