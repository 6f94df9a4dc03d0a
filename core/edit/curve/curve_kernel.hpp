// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace penumbra {

/// The coefficients around one row of pixels, already spread over its columns: planes slope, offset for each
/// head, of the map's row above and of the one below, and how far the pixels' row lies between them.
struct CurveRow {
  const float* above[6];
  const float* below[6];
  float t;
};

/// Bends `count` pixels of one row in place: 1 (grey) or 3 colour planes, with 1 head for all colours or 3.
void curve_row(float* const* colour, int colours, int heads, const CurveRow& row, int count);

} // namespace penumbra
