// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <cmath>
#include <cstddef>

namespace penumbra {

/// sRGB-encoded to linear light (IEC 61966-2-1), odd below 0, the power law continued past 1. NaN stays NaN.
PENUMBRA_SHARED inline float srgb_to_linear(float v) {
  const float a = std::fabs(v);
  const float l = a <= 0.04045f ? a / 12.92f : std::pow((a + 0.055f) / 1.055f, 2.4f);
  return std::copysign(l, v);
}

/// Linear light to sRGB-encoded; inverse of srgb_to_linear.
PENUMBRA_SHARED inline float linear_to_srgb(float v) {
  const float a = std::fabs(v);
  const float e = a <= 0.0031308f ? a * 12.92f : 1.055f * std::pow(a, 1.0f / 2.4f) - 0.055f;
  return std::copysign(e, v);
}

/// The same for whole rows, in place and many times faster; largest error against the exact curve 1e-6
/// relative for magnitudes up to 65504. `stride` floats lie between a pixel and the next; the first
/// `channels` (at most 3, at most `stride`) are converted.
PENUMBRA_API void srgb_to_linear_row(float* pixels, std::size_t count, int stride, int channels);
PENUMBRA_API void linear_to_srgb_row(float* pixels, std::size_t count, int stride, int channels);

} // namespace penumbra
