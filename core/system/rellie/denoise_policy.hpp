// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/pixel_net.hpp"

namespace penumbra {

/// ReLLIE's second policy: at every step it says whether the picture, as brightened so far, shall be denoised
/// now. The same network as the curves' policy with one head of two actions (0 wait, 1 denoise). It looks at
/// patches of the photo at its own size, where noise can be seen; the logits of all pixels are averaged, so
/// that the picture as a whole has one answer.
PixelNetShape denoise_policy_shape(int width);

constexpr int denoise_patch_side = 32; ///< pixels of the photo
constexpr int denoise_patches = 24;    ///< looked at in a photo

/// What is known beside the pixels, [N,3]: the estimated deviation of the noise in the present state (times
/// 10), how many of the steps are done (0…1), and how bright the patch is.
torch::Tensor denoise_context(const torch::Tensor& patches, const torch::Tensor& level, double done);

/// Logits [N,2] of waiting and denoising, and value [N], for patches [N,3,H,W].
struct DenoiseJudgement {
  torch::Tensor logits, value;
};
DenoiseJudgement judge_noise(PixelNet& net, const torch::Tensor& patches, const torch::Tensor& context);

} // namespace penumbra
