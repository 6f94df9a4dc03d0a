// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <array>

namespace penumbra {

/// How noisy a picture is at each brightness: standard deviation of the noise of a colour component,
/// sRGB-encoded, at luma (i + 0.5) / 8.
struct NoiseCurve {
  static constexpr int places = 8;
  std::array<float, places> sigma{};
  /// Interpolated; constant beyond the first and the last place.
  PENUMBRA_API float at(float luma) const;
};

/// Estimates the noise of a photo at its own size. The finest diagonal wavelet coefficients (Haar) hold
/// little but noise; per block of 16x16 pixels the median of their magnitude / 0.6745 is a deviation
/// (Donoho), and of the blocks of one brightness the first quartile counts, since texture only adds. Looks at
/// no more than 4096 blocks, spread evenly. Brightnesses that do not occur take the estimate of the nearest;
/// all is 0 where the picture has no whole block. Blocks with clipped or broken values do not count.
PENUMBRA_API NoiseCurve estimate_noise(const Image& photo);

} // namespace penumbra
