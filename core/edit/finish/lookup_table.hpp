// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <array>
#include <string>
#include <vector>

namespace penumbra {

/// A look-up table of a .cube file (Adobe, Cube LUT Specification 1.0), whoever wrote it.
struct LookupTable {
  int points = 0;    ///< along an axis
  bool solid = true; ///< three axes, red fastest; false: a curve for each channel
  std::array<float, 3> low{0, 0, 0},
      high{1, 1, 1};         ///< the domain: what the first and the last point stand for
  std::vector<float> values; ///< [points³ or points][3]
};

/// Whether the name of a file ends as those of such tables do.
PENUMBRA_API bool is_cube_name(const std::string& path);

/// Reads the text of a .cube file: 2 to 256 points a side, or curves of 2 to 65536. Throws Error, a sentence,
/// for what is no such table or holds two.
PENUMBRA_API LookupTable lookup_table_from_cube(const std::string& text);

/// The same, from a file; throws Error that names it.
PENUMBRA_API LookupTable read_cube(const std::string& path);

/// `image` seen through the table, which is meant for sRGB-encoded values, as looks for photographs are: by
/// tetrahedral interpolation; values outside of the domain count as its ends. The result is sRGB-encoded and RGB,
/// with the image's alpha.
PENUMBRA_API Image applied(const LookupTable& table, const Image& image);

} // namespace penumbra
