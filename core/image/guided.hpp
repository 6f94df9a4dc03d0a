// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

namespace penumbra {

/// Guided filter (He, Sun, Tang 2010, eq. 5, 6, 8): expresses each channel of `map` as a locally linear
/// function a*guide + b of a one-channel `guide` of the same size, in windows of (2 radius + 1)^2,
/// regularised by `epsilon`. Returns the averaged coefficients, [h,w,2*channels]: a0 b0 a1 b1 …
PENUMBRA_API Map guided_coefficients(const Map& map, const Map& guide, int radius, float epsilon);

/// Luma (Rec. 601) of an sRGB-encoded image as a one-channel map.
PENUMBRA_API Map luma_map(const Image& image);

/// Map in another size: area-averaged where it shrinks, bilinear where it grows.
PENUMBRA_API Map resize_map(const Map& map, Size size);

} // namespace penumbra
