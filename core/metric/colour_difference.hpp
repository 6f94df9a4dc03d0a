// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

namespace penumbra::metric {

/// CIELAB, white D65 (the white of sRGB): L* 0…100, a* and b* about -128…128.
struct Lab {
  double l = 0, a = 0, b = 0;
};

/// CIELAB of an 8-bit sRGB colour (IEC 61966-2-1; CIE 15). White is exactly (100, 0, 0).
Lab to_lab(int r, int g, int b);

/// Colour difference CIEDE2000, kL = kC = kH = 1 (Sharma, Wu, Dalal 2005).
double delta_e2000(const Lab& x, const Lab& y);

// Pictures are rounded to 8-bit sRGB first (bytes.hpp); sizes that differ throw Error.

/// Mean of CIEDE2000 over the pixels.
double mean_delta_e2000(const Image& a, const Image& b);

/// Mean absolute change of the CIELAB hue angle h = atan2(b*, a*), in degrees, 0…180, each pixel weighted by
/// sqrt(C1 C2), the geometric mean of its chroma in both pictures: sum(w |h1 - h2|) / sum(w). A grey pixel
/// has no hue and weighs nothing; 0 where no pixel has a colour in both pictures.
double mean_hue_change(const Image& a, const Image& b);

} // namespace penumbra::metric
