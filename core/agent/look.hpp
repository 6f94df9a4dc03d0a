// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"

namespace penumbra {

/// How far the looks of two pictures are from each other, 0…100: the mean of the earth mover's distances of
/// their histograms of Y, U and V (Rec. 601, 64 bins), in percent of the range. RGB, sRGB-encoded, any sizes.
PENUMBRA_API double look_distance(const Image& a, const Image& b);

/// The histograms' terms of RLPixTuner's StyleScore (eq. 3): 100 times the Euclidean distance of the shares
/// of the 64 bins of Y, and 50 times that of U's and V's together. RGB, sRGB-encoded, any sizes.
PENUMBRA_API double histogram_score(const Image& a, const Image& b);

/// Whether two pictures show the same: sides in the same proportion (within 3 %), and the fine structure of
/// the luma, which no slider turns round, correlated by more than one half.
PENUMBRA_API bool same_content(const Image& a, const Image& b);

} // namespace penumbra
