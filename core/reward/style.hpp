// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace penumbra {

/// How far the looks of pictures [N,3,H,W] of equal size are from each other, [N]: the mean difference of the
/// sorted values of Y, U and V (Rec. 601), which is the earth mover's distance of their histograms, with
/// gradients. The part of RLPixTuner's StyleScore (eq. 3) that needs no network of others.
torch::Tensor style_distance(const torch::Tensor& a, const torch::Tensor& b);

/// The terms of RLPixTuner's StyleScore (eq. 3) that compare histograms, [N]: 100 times the Euclidean
/// distance of the shares of Y's 64 bins and 50 times that of U's and V's, as histogram_score() in
/// core/agent/look.hpp, but a value counts in the two bins next to it, so that there are gradients.
torch::Tensor histogram_distance(const torch::Tensor& a, const torch::Tensor& b);

/// Share of lost tones, [N]: how far values lie within 2 % of black or white in `picture` and not in
/// `before`.
torch::Tensor lost_tones(const torch::Tensor& picture, const torch::Tensor& before);

} // namespace penumbra
