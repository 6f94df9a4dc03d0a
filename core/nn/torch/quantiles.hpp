// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace penumbra {

/// Length of quantiles().
inline constexpr int picture_quantiles = 60;

/// A picture's histogram, as networks are shown it, [N,60] of pictures [N,3,H,W] in [0,1]: 20 quantiles, denser
/// towards both ends, of the largest, the smallest and the mean of each pixel's channels, mapped to -1…1.
torch::Tensor quantiles(const torch::Tensor& pictures);

} // namespace penumbra
