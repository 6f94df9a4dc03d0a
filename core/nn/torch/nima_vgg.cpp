// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/nima_vgg.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <array>
#include <torch/nn/functional.h>
#include <torch/utils.h>

namespace penumbra {
namespace {

namespace F = torch::nn::functional;

constexpr std::array<int, 13> positions{0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};
constexpr int side = 224, last_side = 7;

/// A 2x2 maximum follows where the next position leaves one out for it.
bool pooled_after(std::size_t i) {
  return i + 1 == positions.size() || positions[i + 1] - positions[i] == 3;
}

std::string prefix_of(const TensorFile& file) {
  return file.tensors.count("module.features.0.weight") ? "module." : "";
}

class NimaVgg : public Oracle {
 public:
  explicit NimaVgg(const TensorFile& file) {
    const std::string prefix = prefix_of(file);
    std::int64_t in = 3;
    for (const int position : positions) {
      const std::string name = prefix + "features." + std::to_string(position);
      const auto found = file.tensors.find(name + ".weight");
      const std::int64_t out =
          found == file.tensors.end() || found->second.shape.empty() ? 0 : found->second.shape[0];
      weights_.push_back(from_plain(file.get(name + ".weight", {out, in, 3, 3})));
      biases_.push_back(from_plain(file.get(name + ".bias", {out})));
      in = out;
    }
    const std::string name = prefix + "classifier.1";
    weights_.push_back(from_plain(file.get(name + ".weight", {ratings, in * last_side * last_side})));
    biases_.push_back(from_plain(file.get(name + ".bias", {ratings})));
  }

  torch::Tensor distribution(const torch::Tensor& pictures) const override {
    const torch::Tensor mean = torch::tensor({0.485f, 0.456f, 0.406f}).view({1, 3, 1, 1});
    const torch::Tensor deviation = torch::tensor({0.229f, 0.224f, 0.225f}).view({1, 3, 1, 1});
    torch::Tensor x = reduce_to(pictures, side);
    if (x.size(2) != side || x.size(3) != side)
      x = F::interpolate(x, F::InterpolateFuncOptions()
                                .size(std::vector<std::int64_t>{side, side})
                                .mode(torch::kBilinear)
                                .align_corners(false));
    x = (x - mean) / deviation;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      x = torch::relu(torch::conv2d(x, weights_[i], biases_[i], 1, 1));
      if (pooled_after(i)) x = torch::max_pool2d(x, 2);
    }
    return torch::softmax(torch::linear(x.flatten(1), weights_.back(), biases_.back()), 1);
  }

 private:
  std::vector<torch::Tensor> weights_, biases_;
};

} // namespace

bool is_nima_vgg(const TensorFile& file) {
  const std::string prefix = prefix_of(file);
  return file.tensors.count(prefix + "features.0.weight") &&
         file.tensors.count(prefix + "classifier.1.weight");
}

std::unique_ptr<const Oracle> nima_vgg_oracle(const TensorFile& file) {
  return std::make_unique<NimaVgg>(file);
}

} // namespace penumbra
