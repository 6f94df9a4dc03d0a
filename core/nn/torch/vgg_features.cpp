// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/vgg_features.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <torch/nn/functional.h>
#include <torch/utils.h>

namespace penumbra {

namespace F = torch::nn::functional;

namespace {

struct Shape {
  const char* name;
  std::int64_t to, from;
};
constexpr std::array<Shape, 5> shapes{{{"conv1_1", 64, 3},
                                       {"conv1_2", 64, 64},
                                       {"conv2_1", 128, 64},
                                       {"conv2_2", 128, 128},
                                       {"conv3_1", 256, 128}}};
constexpr int long_side = 256;

class VggGramDistance : public GramDistance {
 public:
  explicit VggGramDistance(const std::string& weights) : features_(read_safetensors(weights)) {}
  double between(const Image& a, const Image& b) const override {
    return guarded([&] {
      const torch::NoGradGuard no_grad;
      return gram_distance(features_, to_tensor(observe(a, long_side)), to_tensor(observe(b, long_side)))
          .item<double>();
    });
  }

 private:
  VggFeatures features_;
};

} // namespace

VggFeatures::VggFeatures(const TensorFile& file) {
  const auto read = [&](const std::string& name, std::int64_t to, std::int64_t from, std::int64_t side) {
    return Layer{from_plain(file.get(name + ".weight", {to, from, side, side})),
                 from_plain(file.get(name + ".bias", {to}))};
  };
  scale_ = read("conv0", 3, 3, 1);
  for (std::size_t i = 0; i < layers_.size(); ++i)
    layers_[i] = read(shapes[i].name, shapes[i].to, shapes[i].from, 3);
}

torch::Tensor VggFeatures::layer(std::size_t i, const torch::Tensor& x) const {
  const torch::Tensor padded = F::pad(x, F::PadFuncOptions({1, 1, 1, 1}).mode(torch::kReflect));
  return torch::relu(torch::conv2d(padded, layers_[i].weight, layers_[i].bias));
}

std::array<torch::Tensor, 3> VggFeatures::operator()(const torch::Tensor& pictures) const {
  if (pictures.size(2) < 8 || pictures.size(3) < 8) throw Error("Styles are compared from 8 x 8 pixels on.");
  const auto pooled = [](const torch::Tensor& x) { return torch::max_pool2d(x, 2, 2, 0, 1, true); };
  std::array<torch::Tensor, 3> out;
  out[0] = layer(0, torch::conv2d(pictures, scale_.weight, scale_.bias));
  out[1] = layer(2, pooled(layer(1, out[0])));
  out[2] = layer(4, pooled(layer(3, out[1])));
  return out;
}

torch::Tensor gram_matrices(const torch::Tensor& features) {
  const torch::Tensor flat = features.flatten(2);
  return torch::bmm(flat, flat.transpose(1, 2)) / double(flat.size(1) * flat.size(2));
}

torch::Tensor gram_distance(const VggFeatures& features, const torch::Tensor& a, const torch::Tensor& b) {
  const auto of_a = features(a), of_b = features(b);
  torch::Tensor sum = torch::zeros({a.size(0)});
  for (std::size_t i = 0; i < of_a.size(); ++i)
    sum = sum + ((gram_matrices(of_a[i]) - gram_matrices(of_b[i])).square().sum({1, 2}) + 1e-12).sqrt();
  return sum;
}

std::unique_ptr<GramDistance> vgg_gram_distance(const std::string& weights) {
  return guarded([&] { return std::make_unique<VggGramDistance>(weights); });
}

} // namespace penumbra
