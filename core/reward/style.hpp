#pragma once

#include <torch/types.h>

namespace penumbra {

/// How far the looks of pictures [N,3,H,W] of equal size are from each other, [N]: the mean difference of the
/// sorted values of Y, U and V (Rec. 601), which is the earth mover's distance of their histograms, with
/// gradients. The part of RLPixTuner's StyleScore (eq. 3) that needs no network of others.
torch::Tensor style_distance(const torch::Tensor& a, const torch::Tensor& b);

/// Share of lost tones, [N]: how far values lie within 2 % of black or white in `picture` and not in
/// `before`.
torch::Tensor lost_tones(const torch::Tensor& picture, const torch::Tensor& before);

} // namespace penumbra
