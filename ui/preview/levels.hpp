// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QImage>
#include <array>

namespace penumbra::ui {

/// How often each 8-bit level occurs in a picture, and how much of it is clipped.
struct Levels {
  std::array<std::array<int, 256>, 3> counts{}; ///< red, green, blue
  long pixels = 0;
  long white = 0; ///< pixels with a channel at 255
  long black = 0; ///< pixels with all channels at 0

  double white_part() const { return pixels ? double(white) / double(pixels) : 0; }
  double black_part() const { return pixels ? double(black) / double(pixels) : 0; }
};

/// Counts the pixels of a picture (RGB32 or ARGB32_Premultiplied; transparent ones are left out) in addition
/// to what `to` holds.
PENUMBRA_API void count_levels(const QImage& picture, Levels& to);

/// What is clipped in a picture, as an overlay of its size: red where a channel is at 255, blue where all are
/// at 0, transparent elsewhere.
PENUMBRA_API QImage clipping_of(const QImage& picture);

} // namespace penumbra::ui
