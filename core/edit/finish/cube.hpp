// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"

#include <string>

namespace penumbra {

/// The finish as a 3D look-up table in the .cube text format (Adobe, Cube LUT Specification 1.0):
/// sRGB-encoded in and out, `points` a side (17, 33 or 65, which is what other programs take), red fastest. A table knows no neighbours, so the sharpness is
/// left out; a comment in the file says so where there was one. Values must lie in their ranges; throws
/// Error, for other sizes too.
PENUMBRA_API std::string to_cube(const FinishValues& values, int points = 33);

} // namespace penumbra
