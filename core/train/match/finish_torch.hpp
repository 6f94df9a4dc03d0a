// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"

#include <string>
#include <torch/types.h>

namespace penumbra {

/// The pipelines of core/edit/finish/finish.hpp in LibTorch, for supervised training: gradients go through them, and
/// they agree with the kernels within 1e-4. Reinforcement learning needs none of this.
///
/// `photo`: [N,3,H,W], sRGB-encoded; `values`: [N,9] sliders in -1…1 over their ranges; sharpness as in a
/// picture whose long side is `full` pixels (at most 2000).
torch::Tensor finish(const torch::Tensor& photo, const torch::Tensor& values, int full);
/// The same for the formulas of the paper (core/edit/finish/paper_finish.hpp), whose sharpness counts in pixels:
/// `full` does not matter. Pictures have at least 3 pixels a side.
torch::Tensor paper_finish(const torch::Tensor& photo, const torch::Tensor& values, int full);

/// A pipeline that gradients go through, and the kernels that it copies, by the name that a recipe gives:
/// "product" or "paper". Throw Error at any other.
using TensorPipeline = torch::Tensor (*)(const torch::Tensor& photo, const torch::Tensor& values, int full);
TensorPipeline tensor_pipeline(const std::string& name);
const Pipeline& named_pipeline(const std::string& name);

} // namespace penumbra
