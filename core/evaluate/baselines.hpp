// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

namespace penumbra::evaluate {

// What a photo program offers without any learning: our methods must do better. Pictures are taken as 8-bit
// sRGB and given back so.

/// Each channel by itself: the lowest value with a cumulative share above 0.6 % becomes 0, the lowest with a
/// share of at least 99.4 % becomes 255, linear between.
Image auto_levels(const Image& image);

/// One gamma for the whole picture, found by bisection so that the mean luma is 100 of 255. Black stays
/// black.
Image gamma_to_luma_100(const Image& image);

/// Exposure fusion (OpenCV's MergeMertens with its defaults) of the photo exposed by -1, 0 and +1 EV.
Image fixed_exposures(const Image& image);

/// Contrast-limited adaptive histogram equalisation (Zuiderveld 1994) of the HSV value, 8x8 regions, 256
/// bins, clip limit 0.01, in the conventions of scikit-image's equalize_adapthist; the result fills the range
/// 0…1.
Image clahe(const Image& image);

} // namespace penumbra::evaluate
