// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metric/bytes.hpp"

#include <algorithm>

namespace penumbra::metric {

/// A picture from a formula of x, y and the channel that gives 0…255.
template <class F> Image picture(int width, int height, F f) {
  Bytes bytes{width, height, {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c) bytes.rgb.push_back(std::uint8_t(f(x, y, c)));
  return from_bytes(bytes);
}

inline Image flat(int r, int g, int b, int width = 16, int height = 12) {
  return picture(width, height, [=](int, int, int c) { return c == 0 ? r : c == 1 ? g : b; });
}

/// Two pictures that resemble each other, 64x48, by integer formulas that any language repeats.
inline int first_formula(int x, int y, int c) {
  return (3 * x + 2 * y + 40 * c + x * y / 16) % 256;
}
inline int second_formula(int x, int y, int c) {
  return std::min(255, first_formula(x, y, c) * 3 / 4 + 20 + (31 * x + 17 * y + 5 * c) % 23);
}
inline Image first_picture() {
  return picture(64, 48, first_formula);
}
inline Image second_picture() {
  return picture(64, 48, second_formula);
}

} // namespace penumbra::metric
