#pragma once

#include "core/edit/finish.hpp"

#include <torch/types.h>

namespace penumbra {

/// The pipelines of core/edit/finish.hpp in LibTorch, for supervised training: gradients go through them, and
/// they agree with the kernels within 1e-4. Reinforcement learning needs none of this.
///
/// `photo`: [N,3,H,W], sRGB-encoded; `values`: [N,9] sliders in -1…1 over their ranges; sharpness as in a
/// picture whose long side is `full` pixels (at most 2000).
torch::Tensor finish(const torch::Tensor& photo, const torch::Tensor& values, int full);

} // namespace penumbra
