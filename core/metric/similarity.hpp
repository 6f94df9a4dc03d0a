// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

namespace penumbra::metric {

// Both pictures are rounded to 8-bit sRGB first (bytes.hpp). All functions throw Error for sizes that differ.

/// Peak signal-to-noise ratio in dB: 10 log10(255^2 / MSE), MSE over all pixels and the three channels.
/// Infinity for equal pictures.
double psnr(const Image& a, const Image& b);

/// Structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004): 11x11 Gaussian window of sigma 1.5,
/// population covariance, K1 0.01, K2 0.03, data range 255; the mean over the pixels whose window lies inside
/// the picture, then over the channels. 1 for equal pictures. Throws Error where a side is below 11.
double ssim(const Image& a, const Image& b);

/// `picture`, as 8-bit values, scaled so that its mean luma (Rec. 601) is that of `reference`, rounded and
/// clipped to 8 bits again: the comparison "after matching the mean" forgives a wrong overall brightness.
/// What clips makes the means differ after all.
Image match_mean(const Image& picture, const Image& reference);

} // namespace penumbra::metric
