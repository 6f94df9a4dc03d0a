// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/sliders.hpp"
#include "core/export.hpp"
#include "core/image/image.hpp"

namespace penumbra {

/// The mosaic: so many parts a side, each of so many pixels a side, with a border of so many around it.
constexpr int mosaic_parts = 8, mosaic_part = 8, mosaic_border = 1;
/// Sides of a mosaic with and without the borders.
constexpr int mosaic_side = mosaic_parts * (mosaic_part + 2 * mosaic_border),
              mosaic_inner = mosaic_parts * mosaic_part;

/// What the tuner sees of a picture: not a copy shrunk to 64 x 64, whose pixels are means of many and which
/// no curve of tone treats as it treats the picture, but 8 x 8 small parts of it, each from its place, pixel
/// by pixel: [80,80,3] with the borders that sharpness looks at. An edit of the mosaic is the mosaic of the
/// edit.
PENUMBRA_API Image mosaic_of(const Image& picture);

/// Another mosaic than that: `parts` a side of `part` pixels, with the same border.
struct MosaicGrid {
  int parts = mosaic_parts, part = mosaic_part;
  int side() const { return parts * (part + 2 * mosaic_border); }
};

/// The corner of part (column, row) in a picture of `size`; it may lie outside, where the border is repeated.
Size mosaic_corner(Size size, int column, int row, MosaicGrid grid = {});

} // namespace penumbra
