// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"

#include <torch/nn.h>

namespace penumbra {

/// Shape of a pixel-wise actor-critic; stored with its weights.
struct PixelNetShape {
  int width = 64;   ///< channels of every hidden convolution (the papers: 64)
  int actions = 28; ///< ALL-E 28, ReLLIE 27
  int heads = 1;    ///< ALL-E 1, ReLLIE 3
  int context = 0;  ///< length of the picture's description (describe_picture), 0: none, as in the papers
  int place = 0;    ///< channels of the branch that sees the whole picture small, 0: none, as in the papers
  bool operator==(const PixelNetShape&) const = default;
};

/// Fully convolutional actor-critic of ALL-E and ReLLIE, after PixelRL (Furuta et al. 2019).
///
///   state [N,3,H,W]
///     conv 3x3                 (+ context) ReLU
///     conv 3x3 dilated 2                   ReLU
///     conv 3x3 dilated 3                   ReLU
///     conv 3x3 dilated 4       (+ context) ReLU
///     ├─ policy: conv dilated 3 ReLU, conv dilated 2 ReLU, conv -> heads x actions, softmax over actions
///     └─ value:  conv dilated 3 ReLU, conv dilated 2 ReLU, conv -> 1
///
/// Every pixel sees 16 pixels around it. That is too little to tell a dark photo from a dark corner, so,
/// where the shape says so, a description of the whole picture goes through two small linear layers and is
/// added where marked; and so that it can tell a corner from another, the whole picture, squeezed to 16 x 16,
/// goes through a branch of its own, which is brought to the size of the state and added at the same places:
///
///   state and its log light [N,4,16,16]
///     conv 3x3, conv 3x3 dilated 2, conv 3x3 dilated 4 -> place, ReLU each; conv 3x3 -> 2 x width, bilinear
class PixelNetImpl : public torch::nn::Module {
 public:
  explicit PixelNetImpl(PixelNetShape shape);

  /// Shared features [N,width,H,W] of a state; `context` [N,shape.context], undefined where the shape has
  /// none.
  torch::Tensor features(const torch::Tensor& state, const torch::Tensor& context);
  /// Logits [N,heads,actions,H,W] of the policy.
  torch::Tensor policy(const torch::Tensor& features);
  /// Expected discounted reward of each pixel, [N,1,H,W].
  torch::Tensor value(const torch::Tensor& features);

  const PixelNetShape& shape() const { return shape_; }

 private:
  PixelNetShape shape_;
  torch::nn::ModuleList trunk_, policy_, value_;
  torch::nn::Linear describe_{nullptr}, inject_{nullptr};
  torch::nn::ModuleList place_;
};
TORCH_MODULE(PixelNet);

/// Description of a picture for the context input, [N,20] of a state [N,3,H,W]: 16 soft bins (triangular,
/// from 0 to 1) of the luma, means of R, G, B, deviation of the luma.
torch::Tensor describe_picture(const torch::Tensor& state);
constexpr int picture_description = 20;

/// What the low-light policies know of the whole picture: the descriptions of the state and of the episode's
/// first state.
torch::Tensor low_light_context(const torch::Tensor& state, const torch::Tensor& first_description);

/// Luma (Rec. 601) of [N,3,H,W] as [N,1,H,W].
torch::Tensor luma601(const torch::Tensor& rgb);

/// Expected action strength under the policy: softmax over the actions, times their values: [N,heads,H,W].
torch::Tensor expected_strength(const torch::Tensor& logits, const torch::Tensor& values);

/// Stores the shape as metadata beside the weights, and builds a network from both; throws Error where they
/// do not fit.
void store(const PixelNet& net, TensorFile& file);
PixelNet load_pixel_net(const TensorFile& file);

} // namespace penumbra
