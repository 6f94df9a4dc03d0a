#include "core/nn/torch/tensors.hpp"
#include "core/train/exposure/adversarial.hpp"
#include "core/train/low_light/estimators.hpp"
#include "core/train/run/adam.hpp"
#include "tests/train/finite_differences.hpp"

#include <gtest/gtest.h>

// Every estimator against finite differences of what it should raise: the return of the policy that acts.

namespace penumbra {
namespace {

using test::central_differences;
using test::cosine;
using test::flat;

// ALL-E and ReLLIE

/// A dark left and a brighter right side with a sharp edge, and what should become of them: the left a good
/// deal brighter, the right a little darker.
LowLightBatch two_sides(int height, int width) {
  torch::manual_seed(21);
  const torch::Tensor left = (torch::arange(width) < width * 2 / 5).view({1, 1, 1, width}).to(torch::kFloat);
  const torch::Tensor light = 0.15 * left + 0.6 * (1 - left), wanted = 0.35 * left + 0.55 * (1 - left);
  LowLightBatch batch;
  batch.input = (light + 0.03 * torch::randn({1, 3, height, width})).clamp(0, 1);
  batch.reference = wanted.expand({1, 3, height, width}).contiguous();
  return batch;
}

LowLightSystem small_system(int heads, int context) {
  LowLightSystem system;
  system.id = heads == 1 ? "all-e" : "rellie";
  system.strengths = {-0.4f, 0.0f, 0.3f, 0.8f};
  system.shape = {4, int(system.strengths.size()), heads, context};
  if (heads > 1) system.coupling = 0.1, system.mixing = 0.8;
  return system;
}

PixelNet small_net(const LowLightSystem& system) {
  torch::manual_seed(22);
  PixelNet net(system.shape);
  const torch::NoGradGuard no_grad; // surer of what it does than at its start
  for (torch::Tensor& parameter : parameters_of(*net, "policy.2")) parameter.mul_(4);
  return net;
}

/// All terms of a system's reward, the smoothness among them.
StepReward all_terms(const LowLightSystem& system) {
  if (system.id == "rellie") {
    RellieReward weights;
    weights.recovery = 100, weights.scale = 0.02, weights.exposure_level = 0.5;
    return [weights](const Transition& step) { return rellie_reward(weights, step); };
  }
  AllEReward weights;
  weights.aesthetic = 0.3, weights.feature = 0.02, weights.exposure = 0.1;
  return [weights](const Transition& step) {
    const torch::Tensor gain = step.before.mean({1, 2, 3}) - step.after.mean({1, 2, 3}); // likes it darker
    return all_e_reward(weights, step, gain);
  };
}

constexpr double discount = 0.9;
constexpr int steps = 2;

torch::Tensor true_gradient(PixelNet& net, const LowLightSystem& system, const LowLightBatch& batch,
                            const std::vector<torch::Tensor>& parameters) {
  const StepReward reward = all_terms(system);
  return central_differences(
      parameters,
      [&] { return episode_return(net, system, discount, batch, steps, reward).mean().item<double>(); },
      2e-3);
}

class Heads : public testing::TestWithParam<int> {};

TEST_P(Heads, ByTheModelTheGradientIsThatOfTheReturn) {
  const LowLightSystem system = small_system(GetParam(), 2 * picture_description);
  const LowLightBatch batch = two_sides(16, 20);
  PixelNet net = small_net(system);
  std::vector<torch::Tensor> parameters = parameters_of(*net, "policy.2");
  // The context's own layers, through which every step depends on all before it.
  for (const torch::Tensor& each : parameters_of(*net, "inject")) parameters.push_back(each);
  const Estimate estimate = estimate_by_model(net, system, discount, batch, steps, all_terms(system));
  const torch::Tensor ours = -flat(torch::autograd::grad({estimate.loss}, parameters));
  const torch::Tensor truth = true_gradient(net, system, batch, parameters);
  EXPECT_GT(cosine(ours, truth), 0.995);
  EXPECT_NEAR((ours.norm() / truth.norm()).item<double>(), 1, 0.03);
}

TEST_P(Heads, FromDrawnActionsTheGradientIsThatOfTheActingPolicysReturn) {
  const LowLightSystem system = small_system(GetParam(), 0);
  const LowLightBatch batch = two_sides(16, 20);
  PixelNet net = small_net(system);
  const std::vector<torch::Tensor> parameters = parameters_of(*net, "policy.2");
  const torch::Tensor truth = true_gradient(net, system, batch, parameters);
  for (const int cells : {0, 1, 2, 4}) {
    ActorCritic plan;
    plan.discount = discount, plan.exploration_cells = cells;
    plan.episodes = 250;
    torch::manual_seed(23);
    torch::Tensor sum;
    for (int i = 0; i < (cells ? 8 : 40); ++i) {
      const Estimate estimate = estimate_by_actions(net, system, plan, batch, steps, all_terms(system));
      const torch::Tensor ours = -flat(torch::autograd::grad({estimate.loss}, parameters));
      sum = sum.defined() ? sum + ours : ours;
    }
    EXPECT_GT(cosine(sum, truth), 0.95) << cells << " cells";
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, Heads, testing::Values(1, 3));

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
