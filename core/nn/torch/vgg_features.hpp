// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"
#include "core/nn/interface/gram.hpp"

#include <array>
#include <torch/types.h>

namespace penumbra {

/// VGG-19 (Simonyan and Zisserman 2015) up to relu3_1, frozen, with the weights of Universal Style Transfer
/// (Li et al. 2017): conv0 (1x1) scales and swaps the channels; reflection padding before each 3x3
/// convolution; 2x2 maxima, rounded up, after conv1_2 and conv2_2.
class VggFeatures {
 public:
  /// Throws Error naming the tensor that does not fit.
  explicit VggFeatures(const TensorFile& file);
  /// relu1_1 [N,64,H,W], relu2_1 [N,128,H/2,W/2], relu3_1 [N,256,H/4,W/4] of pictures [N,3,H,W] in [0,1],
  /// with gradients.
  std::array<torch::Tensor, 3> operator()(const torch::Tensor& pictures) const;

 private:
  struct Layer {
    torch::Tensor weight, bias;
  };
  torch::Tensor layer(std::size_t i, const torch::Tensor& x) const;
  Layer scale_;
  std::array<Layer, 5> layers_;
};

/// F F^T / (places channels) of features [N,C,H,W], [N,C,C].
torch::Tensor gram_matrices(const torch::Tensor& features);

/// The distance of core/nn/interface/gram.hpp between pictures [N,3,H,W] and [N,3,H',W'], [N], with gradients.
torch::Tensor gram_distance(const VggFeatures& features, const torch::Tensor& a, const torch::Tensor& b);

/// What make_gram_distance() gives.
std::unique_ptr<GramDistance> vgg_gram_distance(const std::string& weights);

} // namespace penumbra
