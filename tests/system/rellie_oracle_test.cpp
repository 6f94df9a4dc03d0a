// SPDX-License-Identifier: GPL-3.0-or-later
// The published policy of ReLLIE through our network and our steps.
#include "core/nn/torch/tensors.hpp"
#include "core/system/low_light/system.hpp"
#include "tests/nn/golden.hpp"

#include <map>

namespace penumbra {
namespace {

using test::expect_golden;

/// The published weights, which bear Chainer's names, in ours.
PixelNet published_policy(const std::string& path) {
  const TensorFile theirs = read_safetensors(path);
  TensorFile ours;
  const auto take = [&](const std::string& name, const std::string& from) {
    ours.tensors[name + ".weight"] = theirs.tensors.at(from + "/W");
    ours.tensors[name + ".bias"] = theirs.tensors.at(from + "/b");
  };
  take("trunk.0", "conv1");
  for (const char* i : {"2", "3", "4"})
    take(std::string("trunk.") + char(i[0] - 1), "diconv" + std::string(i) + "/diconv");
  take("policy.0", "diconv5_pi/diconv");
  take("policy.1", "diconv6_pi/diconv");
  take("value.0", "diconv5_V/diconv");
  take("value.1", "diconv6_V/diconv");
  take("value.2", "conv7_V");
  Tensor weight{{81, 64, 3, 3}, {}}, bias{{81}, {}};
  for (const char* head : {"r", "g", "b"}) {
    const std::string name = "conv7_" + std::string(head) + "_pi/model";
    const Tensor &w = theirs.tensors.at(name + "/W"), &b = theirs.tensors.at(name + "/b");
    weight.values.insert(weight.values.end(), w.values.begin(), w.values.end());
    bias.values.insert(bias.values.end(), b.values.begin(), b.values.end());
  }
  ours.tensors["policy.2.weight"] = weight;
  ours.tensors["policy.2.bias"] = bias;
  PixelNet net(PixelNetShape{64, 27, 3, 0});
  copy_parameters(ours, *net);
  return net;
}

class RellieOracle : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string path = test::oracle("rellie_policy.safetensors");
    if (path.empty()) GTEST_SKIP() << "PENUMBRA_ORACLES names no folder of weights";
    net = published_policy(path);
  }
  torch::NoGradGuard no_grad;
  PixelNet net{nullptr};
};

TEST_F(RellieOracle, LogitsAndValue) {
  const torch::Tensor features = net->features(test::golden_input(), {});
  const torch::Tensor logits = net->policy(features)[0];
  expect_golden(logits[0], {-141.682,
                            581.222,
                            {-58.643, -20.052, -25.939, -28.935, -25.857, -30.537, -29.522, -27.555},
                            {-495.06, -405.19, -448.46, -453.78, -393.93, -437.75, -405.02, -404.37}});
  expect_golden(logits[1], {-113.552,
                            621.954,
                            {63.099, 54.599, 59.035, 66.556, 66.236, 68.654, 69.741, 65.901},
                            {-407.95, -660.12, -713.72, -708.08, -679.26, -665.42, -636.18, -639.23}});
  expect_golden(logits[2], {-1571.03,
                            4692.54,
                            {-366.78, -588.53, -603.98, -604.86, -588.66, -570.63, -551.91, -538.87},
                            {1277, 1762.3, 1921.1, 1892.9, 1916.9, 1888.7, 1853.6, 1894.9}});
  expect_golden(net->value(features),
                {-14.7557,
                 4.33992,
                 {-10.635, -9.1498, -9.1069, -8.0341, -7.6583, -7.9367, -7.6278, -7.4714},
                 {-24.685, -25.407, -23.536, -23.981, -23.442, -24.047, -24.143, -24.271}});
}

TEST_F(RellieOracle, HasCollapsedToOneAction) {
  const torch::Tensor actions = net->policy(net->features(test::golden_input(), {})).argmax(2)[0];
  const auto count = [&](int head, int action) { return (actions[head] == action).sum().item<int>(); };
  EXPECT_EQ(count(0, 19), 4096);
  EXPECT_EQ(count(1, 12), 4096);
  EXPECT_EQ(count(2, 24), 3951);
  EXPECT_EQ(count(2, 6), 132);
  EXPECT_EQ(count(2, 1), 13);
}

TEST_F(RellieOracle, StateAfterSixStepsOfTheMostProbableAction) {
  const LowLightSystem system = rellie_system(64);
  const torch::Tensor strengths = torch::tensor(system.strengths);
  torch::Tensor state = test::golden_input();
  for (int t = 0; t < 6; ++t) {
    const torch::Tensor actions = net->policy(net->features(state, {})).argmax(2);
    // Ours are in R, G, B order for a policy trained on B, G, R; the golden state is in the policy's own
    // order.
    const torch::Tensor a = channel_strengths(system, strengths.index({actions})).flip({1});
    state = state + a * state * (1 - state);
  }
  expect_golden(state, {0.896551,
                        0.185831,
                        {0, 0.081996, 0.15597, 0.22282, 0.2833, 0.33811, 0.38785, 0.43306},
                        {0.99129, 0.99165, 0.99201, 0.99235, 0.99268, 0.993, 0.99331, 0.99362}});
}

TEST(RellieSystem, MixingAndCouplingAreThoseOfTheReference) {
  const LowLightSystem system = rellie_system(8);
  EXPECT_EQ(system.shape.heads, 3);
  EXPECT_EQ(system.shape.actions, 27);
  torch::manual_seed(5);
  const torch::Tensor state = torch::rand({1, 3, 4, 4}), heads = torch::rand({1, 3, 4, 4}) * 1.3 - 0.3;
  // Written as in the reference, on B, G, R: each channel by its coupled strength, then mixed with before.
  const torch::Tensor bgr = state.flip({1});
  const torch::Tensor first = heads.slice(1, 0, 1);
  const torch::Tensor coupled = torch::cat(
      {first, 0.9 * first + 0.1 * heads.slice(1, 1, 2), 0.9 * first + 0.1 * heads.slice(1, 2, 3)}, 1);
  const torch::Tensor expected = (0.8 * (bgr + coupled * bgr * (1 - bgr)) + 0.2 * bgr).flip({1});
  const torch::Tensor a = channel_strengths(system, heads);
  EXPECT_TRUE(torch::allclose(state + a * state * (1 - state), expected, 1e-6, 1e-6));
}

} // namespace
} // namespace penumbra
