// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/functional.h>

namespace penumbra {

/// Mean intensity of each block of side x side pixels, [N,1,ceil(H/side),ceil(W/side)]; blocks at the right
/// and bottom border may be smaller.
inline torch::Tensor block_means(const torch::Tensor& picture, int side) {
  const auto options =
      torch::nn::functional::AvgPool2dFuncOptions(side).ceil_mode(true).count_include_pad(false);
  return torch::nn::functional::avg_pool2d(picture.mean(1, true), options);
}

/// A value for each block, repeated over the block's pixels and cut to the size of `picture`.
inline torch::Tensor spread_blocks(const torch::Tensor& blocks, int side, const torch::Tensor& picture) {
  return blocks.repeat_interleave(side, 2)
      .repeat_interleave(side, 3)
      .slice(2, 0, picture.size(2))
      .slice(3, 0, picture.size(3));
}

} // namespace penumbra
