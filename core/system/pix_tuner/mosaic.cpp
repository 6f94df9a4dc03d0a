// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/pix_tuner/mosaic.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {

Size mosaic_corner(Size size, int column, int row, MosaicGrid grid) {
  const auto corner = [grid](int side, int i) {
    const int middle = int(std::lround((i + 0.5) * side / grid.parts));
    const int last = std::max(0, side - grid.part);
    return std::clamp(middle - grid.part / 2, 0, last) - mosaic_border;
  };
  return {corner(size.width, column), corner(size.height, row)};
}

Image mosaic_of(const Image& picture) {
  require_pixels(picture);
  constexpr int whole = mosaic_part + 2 * mosaic_border;
  Image out(mosaic_side, mosaic_side, picture.channels, picture.encoding);
  for (int y = 0; y < mosaic_side; ++y)
    for (int x = 0; x < mosaic_side; ++x) {
      const Size corner = mosaic_corner({picture.width, picture.height}, x / whole, y / whole);
      const int from_x = std::clamp(corner.width + x % whole, 0, picture.width - 1);
      const int from_y = std::clamp(corner.height + y % whole, 0, picture.height - 1);
      for (int c = 0; c < picture.channels; ++c) out.at(x, y, c) = picture.at(from_x, from_y, c);
    }
  return out;
}

} // namespace penumbra
