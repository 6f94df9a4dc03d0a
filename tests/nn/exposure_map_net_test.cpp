// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/exposure.hpp"
#include "core/error.hpp"
#include "core/nn/torch/exposure_map_net.hpp"
#include "core/nn/torch/exposure_net.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

torch::Tensor pictures(int n) {
  torch::manual_seed(3);
  return torch::rand({n, 3, 64, 64});
}

TEST(ExposureMapNet, AnswersEveryPlaceWithinTheRangeOfExposures) {
  torch::manual_seed(1);
  ExposureMapNet net;
  const torch::NoGradGuard constant;
  net->named_parameters()["output.weight"].mul_(1000);
  const auto [ev, shoulder] = net(pictures(3));
  EXPECT_EQ(ev.sizes(), (std::vector<std::int64_t>{3, 64, 64}));
  EXPECT_LE(ev.abs().max().item<double>(), max_ev);
  EXPECT_GT(ev.std().item<double>(), 0);
  EXPECT_EQ(shoulder.sizes(), (std::vector<std::int64_t>{3}));
  EXPECT_GE(shoulder.min().item<double>(), 0);
  EXPECT_LE(shoulder.max().item<double>(), 1);
}

TEST(ExposureMapNet, BeginsByLeavingPicturesNearlyAlone) {
  torch::manual_seed(1);
  ExposureMapNet net;
  const torch::NoGradGuard constant;
  EXPECT_LT(net(pictures(4)).ev.abs().mean().item<double>(), 0.5);
}

TEST(ExposureMapNet, EveryParameterTakesPart) {
  torch::manual_seed(1);
  ExposureMapNet net;
  const auto [ev, shoulder] = net(pictures(2));
  (ev.square().sum() + shoulder.sum()).backward();
  for (const auto& parameter : net->named_parameters())
    EXPECT_GT(parameter.value().grad().abs().max().item<double>(), 0) << parameter.key();
}

TEST(ExposureMapNet, OnePlaceAsksTheWholePicture) {
  torch::manual_seed(1);
  ExposureMapNet net;
  const torch::NoGradGuard constant;
  const torch::Tensor one = torch::full({1, 3, 64, 64}, 0.2f), other = one.clone();
  other.slice(3, 48, 64).fill_(0.9f); // a window at the right
  const double change = (net(one).ev - net(other).ev).slice(2, 0, 8).abs().max().item<double>();
  EXPECT_GT(change, 1e-6);
}

TEST(ExposureMapNet, ComesBackFromAFile) {
  ExposureMapNet net;
  TensorFile file;
  store(net, file);
  EXPECT_EQ(file.metadata.at("network"), exposure_map_network);
  ExposureMapNet other = load_exposure_map_policy(file);
  const torch::NoGradGuard constant;
  const auto [ev, shoulder] = net(pictures(1));
  const auto [same_ev, same_shoulder] = other(pictures(1));
  EXPECT_TRUE(torch::equal(ev, same_ev));
  EXPECT_TRUE(torch::equal(shoulder, same_shoulder));
  file.tensors.erase(file.tensors.begin());
  EXPECT_THROW(load_exposure_map_policy(file), Error);
}

TEST(LogLuminance, HasTheValuesOfItsFormula) {
  torch::Tensor picture = torch::zeros({1, 3, 1, 3});
  picture.slice(3, 1, 2).fill_(1.0f);
  picture.slice(3, 2, 3).fill_(0.5f); // linear 0.21404
  const torch::Tensor light = log_luminance(picture);
  EXPECT_NEAR(light[0][0][0].item<double>(), -10, 1e-5);
  EXPECT_NEAR(light[0][0][1].item<double>(), 0.00141, 1e-4);
  EXPECT_NEAR(light[0][0][2].item<double>(), -2.2175, 1e-3);
}

} // namespace
} // namespace penumbra
