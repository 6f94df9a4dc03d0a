// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/ffdnet.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "tests/nn/golden.hpp"

namespace penumbra {
namespace {

using test::expect_golden;

torch::Tensor level(double sigma) {
  return torch::full({1, 1, 1, 1}, sigma);
}

TEST(FfdNet, KeepsTheSizeOfAnyPicture) {
  torch::NoGradGuard no_grad;
  FfdNet net(FfdNetShape{8, 3});
  for (const auto& [height, width] : {std::pair{16, 16}, {15, 8}, {9, 13}, {1, 1}})
    EXPECT_EQ(denoise(net, torch::rand({2, 3, height, width}), level(0.1)).sizes(),
              (torch::IntArrayRef{2, 3, height, width}));
}

TEST(FfdNet, TakesTheLevelAsNumberOrMap) {
  torch::NoGradGuard no_grad;
  torch::manual_seed(3);
  FfdNet net(FfdNetShape{8, 3});
  const torch::Tensor picture = torch::rand({1, 3, 12, 10});
  const torch::Tensor expected = denoise(net, picture, level(0.1));
  EXPECT_TRUE(torch::allclose(denoise(net, picture, torch::full({1, 3, 6, 5}, 0.1)), expected));
  EXPECT_TRUE(torch::allclose(denoise(net, picture, torch::full({1, 1, 24, 20}, 0.1)), expected, 1e-5, 1e-6));
  EXPECT_FALSE(torch::allclose(denoise(net, picture, level(0.2)), expected, 1e-3, 1e-4));
}

TEST(FfdNet, APixelDependsOnNoMoreThanItsShapeSays) {
  torch::NoGradGuard no_grad;
  torch::manual_seed(4);
  FfdNet net(FfdNetShape{8, 3});
  const torch::Tensor picture = torch::rand({1, 3, 40, 40});
  torch::Tensor other = picture.clone();
  other[0][0][20][20] += 0.5;
  const torch::Tensor change =
      (denoise(net, picture, level(0.1)) - denoise(net, other, level(0.1))).abs().sum(1)[0];
  const int reach = 2 * 3 + 1;
  EXPECT_GT(change[20][20].item<float>(), 0);
  EXPECT_EQ(change.slice(0, 0, 20 - reach).sum().item<float>(), 0);
  EXPECT_EQ(change.slice(0, 21 + reach).sum().item<float>(), 0);
  EXPECT_EQ(change.slice(1, 0, 20 - reach).sum().item<float>(), 0);
  EXPECT_EQ(change.slice(1, 21 + reach).sum().item<float>(), 0);
}

TEST(FfdNet, ComesBackFromItsFile) {
  torch::NoGradGuard no_grad;
  FfdNet net(FfdNetShape{6, 4});
  TensorFile file;
  store(net, file);
  FfdNet read = load_ffdnet(file);
  EXPECT_EQ(read->shape(), net->shape());
  const torch::Tensor picture = torch::rand({1, 3, 8, 8});
  EXPECT_TRUE(torch::equal(denoise(read, picture, level(0.1)), denoise(net, picture, level(0.1))));
}

TEST(FfdNet, RefusesWeightsThatDoNotFit) {
  TensorFile file;
  EXPECT_THROW(load_ffdnet(file), Error); // says nothing of itself
  store(FfdNet(FfdNetShape{6, 4}), file);
  file.metadata["layers"] = "5";
  EXPECT_THROW(load_ffdnet(file), Error);
  file.metadata["layers"] = "-1";
  EXPECT_THROW(load_ffdnet(file), Error);
}

TEST(FfdNetOracle, PublishedWeightsGiveTheGoldenValues) {
  const std::string path = test::oracle("ffdnet_rgb.safetensors");
  if (path.empty()) GTEST_SKIP() << "PENUMBRA_ORACLES names no folder of weights";
  torch::NoGradGuard no_grad;
  FfdNet net = load_ffdnet(read_safetensors(path));
  EXPECT_EQ(net->shape(), (FfdNetShape{96, 12}));
  const torch::Tensor input = test::golden_input();
  const torch::Tensor result = denoise(net, input, level(15.0 / 255));
  expect_golden(
      input - result,
      {-0.000528284,
       0.0325857,
       {-0.042158, -0.03816, -0.026853, -0.014254, -0.019165, -0.017829, -0.018188, -0.011542},
       {-0.0030491, -0.0088652, 0.0017154, -0.0038886, -0.0028874, -0.0063753, -0.00087675, -0.0040482}});
  expect_golden(result.clamp(0, 1),
                {0.494598,
                 0.279056,
                 {0.042158, 0.04516, 0.040853, 0.035254, 0.047165, 0.052829, 0.060188, 0.060542},
                 {0.72505, 0.73787, 0.73428, 0.74689, 0.75289, 0.76338, 0.76488, 0.77505}});
}

} // namespace
} // namespace penumbra
