// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/fusion/fusion.hpp"

#include <torch/types.h>

namespace penumbra {

// The product's exposures and their fusion once more, on batches of tensors and differentiable, so that
// learning sees what the product does. tests/train/exposure_test.cpp compares the two.

/// Pictures [N,3,H,W] exposed by ev [N] or, for every place its own, [N,H,W]; highlights held by shoulder [N],
/// undefined: not at all. Clamped to [0,1].
torch::Tensor expose(const torch::Tensor& pictures, const torch::Tensor& ev,
                     const torch::Tensor& shoulder = {});

/// The fusion of `input` [N,3,H,W] with its copies exposed by ev [N,K] and shoulder [N] (or undefined), through
/// masks [N,K,H,W]; copies whose `on` [N,K] is 0 are left out. H and W are powers of two of at least 16; the coarsest level has at least 4
/// pixels a side.
torch::Tensor fuse(const torch::Tensor& input, const torch::Tensor& ev, const torch::Tensor& masks,
                   const torch::Tensor& on, const FusionWeights& weights, const torch::Tensor& shoulder = {});

} // namespace penumbra
