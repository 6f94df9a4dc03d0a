// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"

#include <torch/nn.h>

namespace penumbra {

/// Shape of a denoiser; stored with its weights.
struct FfdNetShape {
  int width = 48; ///< channels of every hidden convolution (the paper: 96)
  int layers = 8; ///< convolutions (the paper: 12)
  bool operator==(const FfdNetShape&) const = default;
};

/// Denoiser that is told how noisy each place is: FFDNet (Zhang, Zuo, Zhang 2018), its form for colour.
///
///   picture [N,3,H,W] ── pixel-unshuffle by 2 ──┐
///   noise level [N,3,H/2,W/2] ──────────────────┴─ [N,15,H/2,W/2]
///     conv 3x3 ReLU, (layers - 2) x conv 3x3 ReLU, conv 3x3 -> 12
///     pixel-shuffle by 2: the noise, which is taken off the picture
///
/// There is no batch norm: the weights of others that have it are folded into the convolutions when they are
/// read. Every output pixel depends on 2 * layers + 1 pixels around it.
class FfdNetImpl : public torch::nn::Module {
 public:
  explicit FfdNetImpl(FfdNetShape shape);

  /// Predicted noise [N,3,H,W] of `picture` [N,3,H,W], sRGB-encoded, whose sides are even; `level`
  /// [N,3,H/2,W/2]: standard deviation of the noise in the same units (15/255 …).
  torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& level);

  const FfdNetShape& shape() const { return shape_; }

 private:
  FfdNetShape shape_;
  torch::nn::ModuleList convolutions_;
};
TORCH_MODULE(FfdNet);

/// The picture without its noise, same size, not clamped. Any size (odd sides are extended by one pixel);
/// `level`: standard deviation of the noise, [N,1 or 3,h,w] of any size (or 1x1), resized to what is needed.
torch::Tensor denoise(FfdNet& net, const torch::Tensor& picture, const torch::Tensor& level);

/// Stores shape and weights, and builds a network from them; reads also the published weights in the names of
/// FFDNet PyTorch (Tassano et al. 2019: "net.0.weight", batch norm between). Throws Error where they do not
/// fit.
void store(const FfdNet& net, TensorFile& file);
FfdNet load_ffdnet(const TensorFile& file);

} // namespace penumbra
