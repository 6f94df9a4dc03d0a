// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

namespace penumbra::metric {

// The picture is rounded to 8-bit sRGB first (bytes.hpp). luma = 0.299 R + 0.587 G + 0.114 B (Rec. 601).

/// Mean luma, 0…255.
double mean_luma8(const Image& image);

/// Share of the pixels with a channel of 254 or 255, 0…1.
double clipped_share(const Image& image);

/// Share of the pixels whose luma is at most 3, 0…1.
double black_share(const Image& image);

} // namespace penumbra::metric
