// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/cube.hpp"

#include "core/error.hpp"

#include <charconv>

namespace penumbra {
namespace {

void append(std::string& text, float value) { // in every locale with a point
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, 6).ptr;
  text.append(digits, end);
}

} // namespace

std::string to_cube(const FinishValues& values, int points) {
  if (points != 17 && points != 33 && points != 65)
    throw Error("A look-up table has 17, 33 or 65 points a side, not " + std::to_string(points) + ".");
  Image lattice(points * points, points, 3);
  std::size_t i = 0;
  for (int b = 0; b < points; ++b)
    for (int g = 0; g < points; ++g)
      for (int r = 0; r < points; ++r)
        for (const int v : {r, g, b}) lattice.pixels[i++] = float(v) / float(points - 1);
  FinishValues colours = values;
  colours.back() = 0;
  const Image out = product_pipeline().apply(lattice, colours, {lattice.width, lattice.height});
  std::string text = "TITLE \"Penumbra: Match Look to Reference\"\n# sRGB-encoded in and out\n";
  if (values.back() != 0) text += "# Without the sharpness, which a look-up table cannot hold.\n";
  text += "LUT_3D_SIZE " + std::to_string(points) + "\n";
  for (std::size_t k = 0; k < out.pixels.size(); ++k) {
    append(text, out.pixels[k]);
    text += k % 3 == 2 ? '\n' : ' ';
  }
  return text;
}

} // namespace penumbra
