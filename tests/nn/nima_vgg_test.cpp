// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/nima_vgg.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <torch/torch.h>

using namespace penumbra;

namespace {

/// Weights with NIMA's names and `width` channels everywhere: all zero but for the last convolution's bias,
/// 0.5, so that the classifier sees 0.5 at every place whatever the picture.
TensorFile constant_weights(std::int64_t width, const std::string& prefix = {}) {
  TensorFile file;
  const auto add = [&](const std::string& name, std::vector<std::int64_t> shape, float value) {
    std::int64_t count = 1;
    for (const std::int64_t side : shape) count *= side;
    file.tensors[prefix + name] = {shape, std::vector<float>(std::size_t(count), value)};
  };
  std::int64_t in = 3;
  for (const int i : {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28}) {
    const std::string name = "features." + std::to_string(i);
    add(name + ".weight", {width, in, 3, 3}, 0);
    add(name + ".bias", {width}, i == 28 ? 0.5f : 0.0f);
    in = width;
  }
  add("classifier.1.weight", {ratings, width * 49}, 0);
  add("classifier.1.bias", {ratings}, 0);
  return file;
}

std::string complaint(const TensorFile& file) {
  try {
    make_oracle(file);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

} // namespace

TEST(NimaVgg, is_told_by_its_names) {
  EXPECT_TRUE(is_nima_vgg(constant_weights(2)));
  EXPECT_TRUE(is_nima_vgg(constant_weights(2, "module.")));
  EXPECT_FALSE(is_nima_vgg(TensorFile{}));
  TensorFile headless = constant_weights(2);
  headless.tensors.erase("classifier.1.weight");
  EXPECT_FALSE(is_nima_vgg(headless));
}

TEST(NimaVgg, ends_in_a_linear_layer_over_49_places_and_a_softmax) {
  for (const std::string prefix : {"", "module."}) {
    TensorFile file = constant_weights(2, prefix);
    // Rating 10 gets a logit of 98 places and channels x 0.5 x 0.02 + 0.1, the others 0.
    auto& weight = file.tensors[prefix + "classifier.1.weight"].values;
    std::fill(weight.end() - 98, weight.end(), 0.02f);
    file.tensors[prefix + "classifier.1.bias"].values[9] = 0.1f;
    const double last = std::exp(98 * 0.5 * 0.02 + 0.1);
    const torch::Tensor all = make_oracle(file)->distribution(torch::rand({2, 3, 50, 70}));
    ASSERT_EQ(all.sizes(), torch::IntArrayRef({2, 10}));
    EXPECT_NEAR(all[0][9].item<double>(), last / (9 + last), 1e-5);
    EXPECT_NEAR(all[1][0].item<double>(), 1 / (9 + last), 1e-5);
  }
}

TEST(NimaVgg, sees_the_picture_normalised_as_imagenet) {
  // One channel that is passed on from red by the middle of every kernel; ImageNet's red mean becomes 0.
  TensorFile file = constant_weights(1);
  for (auto& [name, tensor] : file.tensors) {
    if (name.ends_with(".bias")) std::fill(tensor.values.begin(), tensor.values.end(), 0.0f);
    if (name.starts_with("features.") && name.ends_with(".weight")) tensor.values[4] = 1;
  }
  auto& weight = file.tensors["classifier.1.weight"].values;
  std::fill(weight.begin(), weight.begin() + 49, 1.0f / 49); // the mean over places goes to rating 1
  const auto oracle = make_oracle(file);
  torch::Tensor picture = torch::zeros({1, 3, 224, 224});
  picture.slice(1, 0, 1) = 0.485;
  EXPECT_NEAR(oracle->distribution(picture)[0][0].item<double>(), 0.1, 1e-5);
  picture.slice(1, 0, 1) = 0.485 + 0.229;
  EXPECT_NEAR(oracle->distribution(picture)[0][0].item<double>(), std::exp(1) / (9 + std::exp(1)), 1e-4);
}

TEST(NimaVgg, answers_the_same_for_a_picture_and_its_enlargement) {
  TensorFile file = constant_weights(2);
  torch::manual_seed(3);
  for (auto& [name, tensor] : file.tensors)
    for (float& value : tensor.values) value = (torch::rand({}).item<float>() - 0.3f) * 0.4f;
  const auto oracle = make_oracle(file);
  const torch::Tensor small = torch::rand({1, 3, 224, 224});
  const torch::Tensor large = small.repeat_interleave(2, 2).repeat_interleave(2, 3);
  EXPECT_TRUE(torch::allclose(oracle->distribution(small), oracle->distribution(large), 1e-4, 1e-5));
}

TEST(NimaVgg, names_what_does_not_fit) {
  TensorFile file = constant_weights(2);
  file.tensors.erase("features.14.weight");
  EXPECT_NE(complaint(file).find("features.14.weight"), std::string::npos);
  file = constant_weights(2);
  file.tensors["features.17.bias"].shape = {1, 2};
  EXPECT_NE(complaint(file).find("features.17.bias"), std::string::npos);
  file = constant_weights(2);
  file.tensors["classifier.1.weight"] = constant_weights(3).tensors["classifier.1.weight"];
  EXPECT_NE(complaint(file).find("classifier.1.weight"), std::string::npos);
}
