// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

/// Operation "curve", version 1: the pixel-wise adjustment curve s' = s + A s (1 - s) on sRGB-encoded values
/// (ALL-E eq. 7), below 0 continued as an odd function, above 1 the identity, NaN and infinities unchanged.
///
/// maps[0]: A, [h,w,1] shared by the channels or [h,w,3] one for each of R, G, B, in [-1,1] (with |A| <= 1
/// the curve is monotone on [0,1]). parameters: {"strength": 0…1.5} multiplies A, the product is clamped to
/// [-1,1]; 1 where absent.
///
/// The maps follow the edges of the photo they are rendered on: at the size of the map, A is expressed by a
/// guided filter (He et al. 2010) as a locally linear function of the luminance of the step's input; the two
/// coefficient maps are interpolated bilinearly and meet the luminance of the full-size pixels.
PENUMBRA_API EditStep make_curve_step(Map strengths, double strength = 1.0);

/// The scalar formula, for tests and documentation.
PENUMBRA_API float curve(float value, float a);

} // namespace penumbra
