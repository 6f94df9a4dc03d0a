// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/style_net.hpp"
#include "core/nn/torch/vgg_features.hpp"

namespace penumbra {

/// What the style net learns from: the Gram matrices of VGG-19 (others' weights, in training only) in the few
/// directions in which those of photos differ (principal components), so that distances of coordinates are
/// those of the Gram matrices nearly.
class GramTeacher {
 public:
  /// Finds the directions on `samples` [N,3,H,W]; N at least as large as any group of coordinates. Throws
  /// Error.
  GramTeacher(const VggFeatures& features, const torch::Tensor& samples, const StyleNetShape& shape);
  /// Coordinates [N,shape.all()] of pictures [N,3,H,W].
  torch::Tensor coordinates(const torch::Tensor& pictures) const;

 private:
  const VggFeatures& features_;
  std::array<torch::Tensor, 3> mean_, directions_;
};

} // namespace penumbra
