// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/oracle.hpp"

#include <torch/nn.h>

namespace penumbra {

/// Shape of Penumbra's own oracle; stored with its weights.
struct RatingNetShape {
  int width = 32; ///< channels of the first convolution; the later ones have 1.5, 2 and 3 times as many
  int side = 192; ///< pixels; larger pictures are reduced to this long side
  bool operator==(const RatingNetShape&) const = default;
};

/// Small convolutional network that rates a whole picture (w = width, S = picture_statistics):
///
///   picture [N,3,H,W]
///     conv 6x6 stride 4, w                   ReLU     fine detail: noise, halos, steps
///     conv 3x3 stride 2, 1.5 w               ReLU
///     x + conv 3x3 (ReLU (conv 3x3 x))       ReLU
///     conv 3x3 stride 2, 2 w                 ReLU
///     x + conv 3x3 (ReLU (conv 3x3 x))       ReLU
///     conv 3x3 stride 2, 3 w                 ReLU     what is where
///     mean and deviation over all places     [N,6w]
///   picture_statistics [N,S] -> linear 64    ReLU
///   both -> linear 64, ReLU, dropout -> linear 10: logits of the ratings 1…10
///
/// No normalisation layers: they would take away the very brightness and contrast that is to be judged.
class RatingNetImpl : public torch::nn::Module {
 public:
  explicit RatingNetImpl(RatingNetShape shape);
  /// Logits [N,10] of pictures [N,3,H,W], sRGB-encoded, in [0,1], already of the wanted size.
  torch::Tensor forward(const torch::Tensor& pictures);
  const RatingNetShape& shape() const { return shape_; }

 private:
  RatingNetShape shape_;
  torch::nn::ModuleList places_;
  torch::nn::Linear statistics_{nullptr}, hidden_{nullptr}, out_{nullptr};
};
TORCH_MODULE(RatingNet);

/// Description [N,picture_statistics] of pictures [N,3,H,W], at least 8x8: describe_picture; for saturation
/// (max - min of the channels) a soft histogram of 8 bins; shares of pixels near black and near white;
/// logarithm of the mean difference between neighbours 1, 2 and 4 pixels away, across and down.
torch::Tensor describe_quality(const torch::Tensor& pictures);
constexpr int picture_statistics = 20 + 8 + 2 + 6;

void store(const RatingNet& net, TensorFile& file);
bool is_rating_net(const TensorFile& file);
/// Throws Error where the weights do not fit the shape that they state.
RatingNet load_rating_net(const TensorFile& file);

std::unique_ptr<const Oracle> rating_oracle(RatingNet net);

} // namespace penumbra
