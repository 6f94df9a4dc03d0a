// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/tensors.hpp"
#include "core/train/exposure/adversarial.hpp"
#include "core/train/run/adam.hpp"
#include "tests/train/finite_differences.hpp"

#include <gtest/gtest.h>

// Every estimator against finite differences of what it should raise: the return of the policy that acts.

namespace penumbra {
namespace {

using test::central_differences;
using test::cosine;
using test::flat;

// DeepExposure

/// Three bands of different light, too dark, and how they should be.
ExposureBatch three_bands() {
  torch::manual_seed(31);
  torch::Tensor wanted = torch::rand({2, 3, 64, 64}) * 0.08;
  for (int band = 0; band < 3; ++band) wanted.slice(2, band * 21, band * 21 + 22) += 0.25 + 0.25 * band;
  return make_batch((wanted * 0.4).clamp(0, 1), wanted.clamp(0, 1));
}

/// Every place as it is decided for it, without a transition: the fused image is the direct fusion.
FusionWeights apart() {
  return {0, 0, 0, 1, 0, 64};
}

FusionWeights blended() {
  FusionWeights weights;
  weights.locality = 0.8, weights.coarsest = 8;
  return weights;
}

class Fusions : public testing::TestWithParam<FusionWeights> {
 protected:
  Fusions() : batch_(three_bands()) {
    torch::manual_seed(32);
    policy_ = ExposureNet(policy_channels, 0.0);
    parameters_ = parameters_of(*policy_, "output");
  }
  /// Differentiable: the nearer to the bands as they should be, the better.
  torch::Tensor judge(const torch::Tensor& pictures) const {
    return -10 * (pictures - batch_.reference).square().mean({1, 2, 3});
  }
  Critic judge() const {
    return [this](const torch::Tensor& pictures) { return judge(pictures); };
  }
  torch::Tensor truth() {
    return central_differences(
        parameters_,
        [&] {
          const torch::NoGradGuard no_grad;
          return judge(roll_out(policy_, batch_, GetParam()).fused).sum().item<double>();
        },
        3e-3);
  }
  /// Of the sum over the pictures, as the losses are means over all steps.
  torch::Tensor of(const torch::Tensor& loss) {
    return -flat(torch::autograd::grad({loss}, parameters_)) * batch_.on.sum().item<double>();
  }
  HeldSteps held() { return hold_states(policy_, batch_, roll_out(policy_, batch_, GetParam()), GetParam()); }

  ExposureBatch batch_;
  ExposureNet policy_{nullptr};
  std::vector<torch::Tensor> parameters_;
};

TEST_P(Fusions, OfFormOneTheGradientIsThatOfTheReturn) {
  ASSERT_GE(batch_.steps, 3);
  // A value network that knows: what the picture is worth once the decisions still to come are in it.
  const torch::Tensor ev = roll_out(policy_, batch_, GetParam()).ev.detach();
  int step = 0;
  const Critic value = [&](const torch::Tensor& after) {
    torch::Tensor picture = after;
    for (int t = ++step; t < batch_.steps; ++t)
      picture =
          picture + batch_.masks.slice(1, t, t + 1) * (expose(batch_.input, ev.select(1, t)) - batch_.input);
    return judge(picture);
  };
  const torch::Tensor ours = of(policy_loss_with_value(value, judge(), batch_, held(), 0.99));
  const torch::Tensor right = truth();
  EXPECT_GT(cosine(ours, right), 0.95);
  // Were the states not held, the first of three decisions would count three times.
  EXPECT_NEAR((ours.norm() / right.norm()).item<double>(), 1, 0.2);
}

TEST_P(Fusions, OfFormTwoTheGradientIsThatOfTheReturn) {
  const torch::Tensor ours = of(policy_loss_with_discriminator(judge(), batch_, held(), 0.99));
  const torch::Tensor right = truth();
  EXPECT_GT(cosine(ours, right), 0.95);
  EXPECT_NEAR((ours.norm() / right.norm()).item<double>(), 1, 0.2);
}

INSTANTIATE_TEST_SUITE_P(Weights, Fusions, testing::Values(apart(), blended()));

TEST(HoldStates, WhatOneStepDoesIsDifferentiatedAtTheStateThatItMet) {
  const ExposureBatch batch = three_bands();
  torch::manual_seed(33);
  ExposureNet policy(policy_channels, 0.0);
  const std::vector<torch::Tensor> bias = parameters_of(*policy, "output.bias");
  // Its states carry gradients of all decisions before them, none of which may come through.
  const ExposureRollOut episode = roll_out(policy, batch, apart(), exploration(2, 0.015, 0.03));
  const auto sums = [&] {
    const HeldSteps steps = hold_states(policy, batch, episode, apart());
    std::vector<torch::Tensor> all;
    for (const torch::Tensor& next : steps.next) all.push_back(next.mean());
    all.push_back(steps.fused.mean());
    return torch::stack(all);
  };
  const torch::Tensor held = sums();
  ASSERT_EQ(held.size(0), batch.steps + 1);
  for (std::int64_t t = 0; t < held.size(0); ++t) {
    const double ours =
        flat(torch::autograd::grad({held[t]}, bias, {}, /*retain_graph=*/true)).item<double>();
    const double truth = central_differences(
                             bias, [&] { return sums()[t].item<double>(); }, 1e-2)
                             .item<double>();
    EXPECT_GT(truth, 0) << t;
    EXPECT_NEAR(ours, truth, 0.03 * truth) << t;
  }
}

} // namespace
} // namespace penumbra
