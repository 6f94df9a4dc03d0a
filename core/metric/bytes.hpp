// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <cstdint>
#include <vector>

namespace penumbra::metric {

/// A picture as the metrics see it: 8-bit sRGB, interleaved [height][width][3].
struct Bytes {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
  bool operator==(const Bytes&) const = default;
};

/// Rounds an image to 8-bit sRGB, floor(255 v + 0.5), clamped; linear images are encoded first, grey is
/// repeated, alpha is left out, NaN becomes 0. Throws Error for an empty image.
Bytes to_bytes(const Image& image);

/// The inverse: RGB, sRGB-encoded, multiples of 1/255. to_bytes(from_bytes(b)) equals b.
Image from_bytes(const Bytes& bytes);

/// Throws Error where two pictures that are to be compared differ in size.
void require_same_size(const Image& a, const Image& b);

} // namespace penumbra::metric
