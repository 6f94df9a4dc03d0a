// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

#include <span>

namespace penumbra {

/// A part of the picture with its colours apart: 1 (grey) or 3 planes of [place.height][place.width] values,
/// sRGB-encoded.
struct Planes {
  float* colour[3] = {};
  int colours = 0;
  Rect place; ///< in the full picture
  /// The planes' row `y`, counted from the top of `place`.
  void row(int y, float* rows[3]) const {
    for (int c = 0; c < colours; ++c) rows[c] = colour[c] + std::size_t(y) * std::size_t(place.width);
  }
};

/// An edit that looks at no neighbours: each pixel's result follows from its value and its place. Such edits
/// are applied one after another while a small block of the picture is at hand.
class PointStage : public Stage {
 public:
  virtual void apply_planes(const Planes& planes, Size full) const = 0;
  void apply(Image& tile, int x, int y, Size full) const final;
};

/// Interleaved pixels in memory.
template <class Float> struct Pixels {
  Float* first = nullptr;
  std::size_t row_length = 0; ///< floats from a row to the next
  int channels = 0;
};

/// Applies `stages` to the pixels of `place`, read from `from` and written to `to` (which may be the same;
/// both begin at `place`'s top left corner), in the encoding they have; alpha is copied.
void apply_points(std::span<const PointStage* const> stages, const Pixels<const float>& from,
                  const Pixels<float>& to, Encoding encoding, const Rect& place, Size full);

} // namespace penumbra
