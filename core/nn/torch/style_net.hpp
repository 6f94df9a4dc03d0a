// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"

#include <array>
#include <cstdint>
#include <torch/nn.h>

namespace penumbra {

/// Shape of the style net; stored with its weights.
struct StyleNetShape {
  int width = 16; ///< channels of the first convolution; the later ones have twice and four times as many
  /// How many coordinates describe the Gram matrices of each of three layers.
  std::array<std::int64_t, 3> coordinates{48, 64, 96};
  bool operator==(const StyleNetShape&) const = default;
  std::int64_t all() const { return coordinates[0] + coordinates[1] + coordinates[2]; }
};

/// Smallest side of a picture that the net takes.
constexpr int smallest_style_side = 29;

/// Small network of our own that tells how far the styles of two photos are from each other nearly as the
/// Gram matrices of relu1_1, relu2_1 and relu3_1 of VGG-19 tell it, which it learnt from and which it does
/// not need (w = width):
///
///   picture [N,3,H,W]
///     conv 5x5 stride 2, w           ReLU
///     conv 3x3, w                    ReLU     a
///     conv 3x3 stride 2, 2 w         ReLU
///     conv 3x3, 2 w                  ReLU     b
///     conv 3x3 stride 2, 4 w         ReLU     c
///   means and mean squares of a, b and c over all places     [N,14w]
///   linear: the coordinates, three groups
///
/// A Gram matrix is a mean over places of what is seen around each; so are these coordinates up to the last
/// layer, which is linear. No padding: a part of a photo is described as it would be within the photo, and
/// parts of equal size have the mean of their coordinates in common.
class StyleNetImpl : public torch::nn::Module {
 public:
  explicit StyleNetImpl(StyleNetShape shape);
  /// Coordinates [N,all] of pictures [N,3,H,W], sRGB-encoded, in [0,1], at the scale of a photo whose long
  /// side is 256.
  torch::Tensor forward(const torch::Tensor& pictures);
  const StyleNetShape& shape() const { return shape_; }
  torch::nn::Linear& last() { return last_; }

 private:
  StyleNetShape shape_;
  torch::nn::ModuleList places_;
  torch::nn::Linear last_{nullptr};
};
TORCH_MODULE(StyleNet);

/// The distances of coordinates, [...], of two tensors [...,all] that may be broadcast: the Euclidean ones
/// of the three groups, summed, as those of Gram matrices are.
torch::Tensor style_net_distance(const StyleNetShape& shape, const torch::Tensor& a, const torch::Tensor& b);

void store(const StyleNet& net, TensorFile& file);
/// Throws Error where the weights do not fit the shape that they state.
StyleNet load_style_net(const TensorFile& file);

} // namespace penumbra
