// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

/// Operation "clarity", version 1: raises local contrast. Each pixel goes away from the light around it, B,
/// by a curve of its own (curve_math::bend): s' = s + A s (1 - s) for every channel, A = 4 amount (L - B), L
/// its luma, clamped to [-1,1]. B is the edge-preserving mean of the luma, a guided filter of the step's
/// input by itself on a copy of 160 pixels, 5 pixels around (He, Sun, Tang 2010): edges with a deviation of
/// luma well above 0.06 get no halos and stay as they are, texture below gains. Black and white stay, so that
/// nothing is clipped.
///
/// parameters:
///   "amount" 0…1   0 changes nothing; 1 adds at most (in middle greys) as much contrast again
PENUMBRA_API EditStep make_clarity_step(double amount);

} // namespace penumbra
