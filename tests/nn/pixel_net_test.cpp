// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/pixel_net.hpp"
#include "core/nn/torch/tensors.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

/// 3x3 convolution, dilated, zero-padded, written out.
torch::Tensor convolve(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias,
                       int dilation) {
  const auto h = x.size(2), w = x.size(3);
  torch::Tensor out = torch::zeros({1, weight.size(0), h, w});
  for (int o = 0; o < weight.size(0); ++o)
    for (int y = 0; y < h; ++y)
      for (int i = 0; i < w; ++i) {
        double sum = bias[o].item<double>();
        for (int c = 0; c < weight.size(1); ++c)
          for (int ky = -1; ky <= 1; ++ky)
            for (int kx = -1; kx <= 1; ++kx) {
              const int yy = y + ky * dilation, xx = i + kx * dilation;
              if (yy < 0 || xx < 0 || yy >= h || xx >= w) continue;
              sum += weight[o][c][ky + 1][kx + 1].item<double>() * x[0][c][yy][xx].item<double>();
            }
        out[0][o][y][i] = sum;
      }
  return out;
}

TEST(PixelNet, IsTheDilatedNetworkOfThePapers) {
  torch::manual_seed(3);
  PixelNet net(PixelNetShape{3, 2, 1, 0});
  const torch::NoGradGuard no_grad;
  const torch::Tensor state = torch::rand({1, 3, 7, 6});
  const auto parameters = net->named_parameters();
  const auto layer = [&](const torch::Tensor& x, const std::string& name, int dilation) {
    return convolve(x, parameters[name + ".weight"], parameters[name + ".bias"], dilation);
  };
  torch::Tensor x = torch::relu(layer(state, "trunk.0", 1));
  for (int i = 1; i < 4; ++i) x = torch::relu(layer(x, "trunk." + std::to_string(i), i + 1));
  torch::Tensor p = torch::relu(layer(x, "policy.0", 3));
  p = layer(torch::relu(layer(p, "policy.1", 2)), "policy.2", 1);
  torch::Tensor v = torch::relu(layer(x, "value.0", 3));
  v = layer(torch::relu(layer(v, "value.1", 2)), "value.2", 1);

  const torch::Tensor features = net->features(state, {});
  EXPECT_TRUE(torch::allclose(net->policy(features).view({1, 2, 7, 6}), p, 1e-4, 1e-5));
  EXPECT_TRUE(torch::allclose(net->value(features), v, 1e-4, 1e-5));
}

TEST(PixelNet, HasTheParametersOfThePapers) {
  // Three heads of 27 actions: ReLLIE's published weights hold 307,602 numbers (without a context input).
  PixelNet rellie(PixelNetShape{64, 27, 3, 0});
  std::int64_t count = 0;
  for (const torch::Tensor& parameter : rellie->parameters()) count += parameter.numel();
  EXPECT_EQ(count, 307602);
}

TEST(PixelNet, ContextReachesEveryPixel) {
  torch::manual_seed(4);
  PixelNet net(PixelNetShape{4, 3, 1, 2});
  const torch::NoGradGuard no_grad;
  const torch::Tensor state = torch::rand({1, 3, 40, 40});
  const torch::Tensor a = net->policy(net->features(state, torch::tensor({{0.0f, 0.0f}})));
  const torch::Tensor b = net->policy(net->features(state, torch::tensor({{5.0f, -5.0f}})));
  EXPECT_GT((a - b).abs().amax({0, 1, 2}).min().item<double>(), 0.0);
}

TEST(PixelNet, StoresItsShapeAndWeights) {
  PixelNet net(PixelNetShape{5, 4, 3, 7});
  TensorFile file;
  store(net, file);
  PixelNet again = load_pixel_net(file);
  EXPECT_EQ(again->shape(), net->shape());
  const torch::NoGradGuard no_grad;
  const torch::Tensor state = torch::rand({1, 3, 9, 8}), context = torch::rand({1, 7});
  EXPECT_TRUE(torch::equal(net->policy(net->features(state, context)),
                           again->policy(again->features(state, context))));
}

TEST(PixelNet, RefusesWeightsThatDoNotFit) {
  PixelNet net(PixelNetShape{5, 4, 1, 0});
  TensorFile file;
  store(net, file);
  TensorFile without = file;
  without.metadata.erase("width");
  EXPECT_THROW(load_pixel_net(without), Error);
  TensorFile wider = file;
  wider.metadata["width"] = "6";
  EXPECT_THROW(load_pixel_net(wider), Error);
  TensorFile huge = file;
  huge.metadata["width"] = "1000000";
  EXPECT_THROW(load_pixel_net(huge), Error);
}

TEST(ExpectedStrength, IsTheMeanUnderThePolicy) {
  const torch::Tensor logits = torch::log(torch::tensor({0.25f, 0.75f})).view({1, 1, 2, 1, 1});
  EXPECT_NEAR(expected_strength(logits, torch::tensor({-0.5f, 1.0f})).item<double>(), 0.625, 1e-6);
}

TEST(DescribePicture, CountsTonesAndAveragesColours) {
  torch::Tensor picture = torch::zeros({1, 3, 2, 2});
  picture.index_put_({0, torch::indexing::Slice(), 0}, 1.0f); // upper half white, lower half black
  const torch::Tensor d = describe_picture(picture)[0];
  ASSERT_EQ(d.size(0), picture_description);
  EXPECT_NEAR(d[0].item<double>(), 0.5, 1e-6);
  EXPECT_NEAR(d[15].item<double>(), 0.5, 1e-5);
  EXPECT_NEAR(d.slice(0, 0, 16).sum().item<double>(), 1.0, 1e-5);
  EXPECT_NEAR(d[16].item<double>(), 0.5, 1e-6);
  EXPECT_NEAR(d[19].item<double>(), 0.5, 1e-5);
}

TEST(Tensors, ImagesGoThereAndBack) {
  Image image(3, 2, 3);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = float(i) / 20;
  const torch::Tensor tensor = to_tensor(image);
  EXPECT_EQ(tensor.size(3), 3);
  EXPECT_FLOAT_EQ(tensor[0][2][1][0].item<float>(), image.at(0, 1, 2));
  EXPECT_EQ(to_image(tensor).pixels, image.pixels);
  EXPECT_THROW(to_tensor(Image(2, 2, 1)), Error);
}

TEST(PixelNet, StartsWithASignalOfThePixels) {
  torch::manual_seed(4);
  PixelNet net(PixelNetShape{32, 28, 1, 0});
  const torch::NoGradGuard no_grad;
  torch::Tensor picture = torch::full({1, 3, 64, 64}, 0.2f);
  picture.slice(3, 32).fill_(0.8f);
  const auto difference = [&] { // of the features between the dark half and the bright one
    const torch::Tensor features = net->features(picture, {}).slice(2, 20, 44);
    return (features.slice(3, 48, 54) - features.slice(3, 10, 16)).abs().mean().item<double>();
  };
  EXPECT_GT(difference(), 0.1);
  const torch::Tensor policy = torch::softmax(net->policy(net->features(picture, {})), 2);
  EXPECT_LT(policy.max().item<double>(), 0.2); // and yet no action is preferred before training
  for (const auto& module : net->modules(false))
    if (auto* layer = module->as<torch::nn::Conv2d>()) layer->reset_parameters();
  EXPECT_LT(difference(), 0.02) << "LibTorch's own start, to compare with";
}

TEST(PixelNet, ABranchForThePlaceHasNoSayBeforeItHasLearnt) {
  torch::manual_seed(4);
  PixelNetShape shape{8, 5, 1, 0};
  shape.place = 6;
  PixelNet net(shape), plain(PixelNetShape{8, 5, 1, 0});
  const torch::NoGradGuard no_grad;
  auto from = net->named_parameters();
  for (auto& parameter : plain->named_parameters()) parameter.value().copy_(from[parameter.key()]);
  const torch::Tensor state = torch::rand({1, 3, 40, 56});
  EXPECT_TRUE(torch::equal(net->features(state, {}), plain->features(state, {})));
}

TEST(PixelNet, SeesThePlaceFarBeyondItsConvolutions) {
  torch::manual_seed(4);
  PixelNetShape shape{8, 5, 1, 0};
  shape.place = 6;
  PixelNet net(shape);
  const torch::NoGradGuard no_grad;
  for (auto& parameter : net->named_parameters())
    if (parameter.key().rfind("place.3", 0) == 0) parameter.value().normal_(0, 0.2);
  // The same corner, with light and without it 48 pixels and more away; the trunk reaches 10.
  torch::Tensor dark = torch::full({1, 3, 32, 160}, 0.1), lit = dark.clone();
  lit.slice(3, 64, 160).fill_(0.9);
  const torch::Tensor before = net->features(dark, {}), after = net->features(lit, {});
  EXPECT_GT((before - after).slice(3, 0, 16).abs().max().item<double>(), 1e-3);
  TensorFile file;
  store(net, file);
  EXPECT_TRUE(load_pixel_net(file)->shape() == shape);
}

} // namespace
} // namespace penumbra
