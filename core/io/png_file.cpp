// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/png_file.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace penumbra::cli {
namespace {

/// One chunk's data.
struct Chunk {
  const std::string& bytes;
  std::size_t data;

  unsigned byte(std::size_t i) const { return static_cast<unsigned char>(bytes[data + i]); }
  std::uint32_t number(std::size_t i) const {
    return byte(i * 4) << 24 | byte(i * 4 + 1) << 16 | byte(i * 4 + 2) << 8 | byte(i * 4 + 3);
  }
  /// PNG's fractions are hundred thousandths.
  double fraction(std::size_t i) const { return number(i) / 100000.0; }
};

void set_gamma(double exponent, ColourSpace& colours) {
  using Transfer = ColourSpace::Transfer;
  colours.gamma = 1 / exponent;
  const bool as_srgb = std::fabs(exponent - 0.45455) < 5e-4; // what encoders of sRGB write (PNG, 4.2.2.1)
  colours.transfer = as_srgb                               ? Transfer::srgb
                     : std::fabs(colours.gamma - 1) < 1e-3 ? Transfer::linear
                                                           : Transfer::gamma;
}

} // namespace

PngFile look_at_png(const std::string& bytes) {
  PngFile file;
  std::optional<ColourSpace> plain; // by gAMA and cHRM
  bool srgb = false;
  for (std::size_t at = 8; at + 12 <= bytes.size();) {
    const std::uint32_t length = Chunk{bytes, at}.number(0);
    if (length > bytes.size() - at - 12) break;
    const std::string type = bytes.substr(at + 4, 4);
    const Chunk chunk{bytes, at + 8};
    if (type == "cICP" && length == 4) {
      file.colours = colour_space_of(int(chunk.byte(0)), int(chunk.byte(1)));
      file.coded = true;
      file.narrow_range = chunk.byte(3) == 0;
    } else if (type == "sRGB") {
      srgb = true;
    } else if (type == "gAMA" && length == 4 && chunk.number(0) > 0) {
      if (!plain) plain.emplace();
      set_gamma(chunk.fraction(0), *plain);
    } else if (type == "cHRM" && length == 32) {
      if (!plain) plain.emplace();
      const auto xy = [&](std::size_t i) {
        return std::array<double, 2>{chunk.fraction(i), chunk.fraction(i + 1)};
      };
      plain->primaries = {xy(2), xy(4), xy(6), xy(0)};
      to_srgb_primaries(plain->primaries);                            // throws for those that span no colours
    } else if (type == "pHYs" && length == 9 && chunk.byte(8) == 1) { // per metre
      file.resolution = {chunk.number(0) * 0.0254, chunk.number(1) * 0.0254};
    } else if (type == "acTL" && length == 8) {
      file.frames = int(std::min(chunk.number(0), 1000000u));
    } else if (type == "caBX") {
      file.signed_history = true;
    } else if (type == "IDAT") {
      break;
    }
    at = chunk.data + length + 4;
  }
  if (!file.colours && !srgb) file.colours = plain;
  return file;
}

} // namespace penumbra::cli
