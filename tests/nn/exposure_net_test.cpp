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

TEST(ExposureNet, ComesBackFromAFile) {
  ExposureNet net(policy_channels, 0.0);
  TensorFile file;
  store(net, file);
  ExposureNet other = load_exposure_policy(file);
  const torch::Tensor state = torch::rand({2, 9, 64, 64});
  const torch::NoGradGuard constant;
  net->eval();
  EXPECT_TRUE(torch::equal(net->forward(state), other->forward(state)));
  file.tensors.erase(file.tensors.begin());
  EXPECT_THROW(load_exposure_policy(file), Error);
}

} // namespace
} // namespace penumbra
