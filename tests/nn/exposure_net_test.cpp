// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/exposure_net.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

TEST(ExposureNet, AnswersEachPictureWithOneNumber) {
  ExposureNet net(policy_channels);
  EXPECT_EQ(net->forward(torch::rand({3, 9, 64, 64})).sizes(), torch::IntArrayRef({3}));
  std::int64_t count = 0;
  for (const auto& parameter : net->parameters()) count += parameter.numel();
  // 4x4 convolutions 9-32-64-128-256, 4096-128-1.
  EXPECT_EQ(count, (9 * 16 + 1) * 32 + (32 * 16 + 1) * 64 + (64 * 16 + 1) * 128 + (128 * 16 + 1) * 256 +
                       (4096 + 1) * 128 + 129);
}

TEST(ExposureNet, KeepsExposuresInTheirRange) {
  ExposureNet net(policy_channels);
  const torch::NoGradGuard constant;
  for (auto& parameter : net->parameters()) parameter.mul_(50);
  const torch::Tensor ev = policy_ev(net, torch::rand({16, 9, 64, 64}));
  EXPECT_LE(ev.abs().max().item<double>(), 3.5);
}

TEST(CriticInput, MeasuresThePictureByHandComputedValues) {
  torch::Tensor picture = torch::zeros({1, 3, 64, 64});
  picture.select(1, 0).fill_(0.8); // luminance 0.27 * 0.8 + 0.67 * 0.4 + 0.06 * 0.2
  picture.select(1, 1).fill_(0.4);
  picture.select(1, 2).fill_(0.2);
  const torch::Tensor seen = critic_input(picture);
  EXPECT_EQ(seen.sizes(), torch::IntArrayRef({1, 6, 64, 64}));
  EXPECT_NEAR(seen[0][3][5][7].item<double>(), 0.496, 1e-6);
  EXPECT_NEAR(seen[0][4][5][7].item<double>(), 0.0, 1e-9);
  EXPECT_NEAR(seen[0][5][5][7].item<double>(), 0.6 / (1.0 + 0.01), 1e-6); // (0.8-0.2) / (min(1, 1) + 0.01)
}

TEST(SegmentFacts, AreThoseOfHandMadeLight) {
  // A segment of linear light 0.25 (sRGB 0.5371) on the left quarter, black elsewhere; the running fusion and the
  // right of the input at 1.
  torch::Tensor state = torch::zeros({1, 9, 64, 64});
  state.slice(1, 0, 3).slice(3, 0, 16).fill_(0.53710);
  state.slice(1, 3, 6).fill_(1);
  state.slice(1, 6, 9).fill_(1);
  state.slice(1, 6, 9).slice(3, 0, 16).fill_(0.53710);
  const torch::Tensor facts = segment_facts(state);
  ASSERT_EQ(facts.sizes(), torch::IntArrayRef({1, segment_facts_count}));
  const auto fact = [&](int i) { return facts[0][i].item<double>(); };
  EXPECT_NEAR(fact(0), -0.1994, 1e-3); // log2(0.25 + 2^-10) / 10
  EXPECT_NEAR(fact(1), 0, 2e-4);
  EXPECT_NEAR(fact(2), 0.25, 1e-6);
  EXPECT_NEAR(fact(3), 0, 1e-6);       // nothing of the segment is clipped
  EXPECT_NEAR(fact(4), 0.00014, 1e-4); // log2(1 + 2^-10) / 10
  EXPECT_NEAR(fact(5), 0.25 * -0.1994, 1e-3);
  EXPECT_NEAR(fact(7), -0.1994, 1e-3); // the 5 % quantile lies in the segment, the 95 % one outside
  EXPECT_NEAR(fact(11), 0.00014, 1e-4);
  EXPECT_NEAR(fact(12), 0.75, 1e-6); // the rest of the input is
}

TEST(ExposureNet, ComesBackFromAFile) {
  for (const int facts : {0, segment_facts_count}) {
    ExposureNet net(policy_channels, 0.0, facts);
    TensorFile file;
    store(net, file);
    ExposureNet other = load_exposure_policy(file);
    EXPECT_EQ(other->facts(), facts);
    const torch::Tensor state = torch::rand({2, 9, 64, 64});
    const torch::NoGradGuard constant;
    net->eval();
    EXPECT_TRUE(torch::equal(policy_ev(net, state), policy_ev(other, state)));
    file.tensors.erase(file.tensors.begin());
    EXPECT_THROW(load_exposure_policy(file), Error);
  }
}

TEST(ExposureNet, DecidesByTheFactsWhereItIsToldThem) {
  torch::manual_seed(2);
  ExposureNet net(policy_channels, 0.0, segment_facts_count);
  net->eval();
  const torch::NoGradGuard constant;
  const torch::Tensor input = torch::rand({1, 9, 64, 64}), facts = segment_facts(input);
  EXPECT_NE(net->forward(input, facts).item<double>(), net->forward(input, facts + 0.2).item<double>());
}

} // namespace
} // namespace penumbra
