// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

#include <array>

namespace penumbra {

/// Colours that nobody sees, those of wholly transparent pixels, out of the way of edits that look at
/// neighbours: while they are edited, such pixels have one colour, and get their own back afterwards.
class Hidden {
 public:
  /// Takes the hidden colours out of `picture` and puts `colour` (in the picture's encoding) in their place.
  Hidden(Image& picture, const std::array<float, 3>& colour);
  bool any() const { return !kept_.empty(); }
  /// Puts them into `picture`, of the same size and channels.
  void put_back(Image& picture) const;

 private:
  struct Kept {
    std::size_t pixel;
    std::array<float, 3> colour;
  };
  std::vector<Kept> kept_;
};

/// The mean colour of a reduced copy (observe(): RGB, sRGB-encoded), in which hidden pixels have no part.
std::array<float, 3> mean_colour(const Image& proxy);

/// A stage that looks at neighbours (margin() > 0) as one that sees no hidden colours; others as they are.
std::unique_ptr<Stage> stage_without_hidden(std::unique_ptr<Stage> stage, const Image& proxy);

} // namespace penumbra
