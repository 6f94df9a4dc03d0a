// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/codec_parts.hpp"

#include <charconv>
#include <cstring>
#include <sstream>

// Two things that no library tells: the colours that PNG's chunks declare, and PAM ("P7") of Netpbm.

namespace penumbra::cli {
namespace {

std::uint32_t big_endian(const std::string& bytes, std::size_t at) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < 4; ++i) v = v << 8 | static_cast<unsigned char>(bytes[at + i]);
  return v;
}

} // namespace

std::optional<ColourSpace> png_colours(const std::string& bytes) {
  std::optional<ColourSpace> coded, plain; // by cICP; by gAMA and cHRM
  bool srgb = false;
  for (std::size_t at = 8; at + 12 <= bytes.size();) {
    const std::uint32_t length = big_endian(bytes, at);
    if (length > bytes.size() - at - 12) break;
    const std::string type = bytes.substr(at + 4, 4);
    const std::size_t data = at + 8;
    const auto number = [&](std::size_t i) { return big_endian(bytes, data + 4 * i) / 100000.0; };
    if (type == "cICP" && length == 4) {
      const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[data + i]); };
      coded = colour_space_of(byte(0), byte(1));
    } else if (type == "sRGB") {
      srgb = true;
    } else if (type == "gAMA" && length == 4 && number(0) > 0) {
      if (!plain) plain.emplace();
      const double gamma = 1 / number(0);
      // What encoders of sRGB write (PNG, 4.2.2.1) is sRGB.
      const bool as_srgb = std::fabs(number(0) - 0.45455) < 5e-4;
      plain->transfer = as_srgb                       ? ColourSpace::Transfer::srgb
                        : std::fabs(gamma - 1) < 1e-3 ? ColourSpace::Transfer::linear
                                                      : ColourSpace::Transfer::gamma;
      plain->gamma = gamma;
    } else if (type == "cHRM" && length == 32) {
      if (!plain) plain.emplace();
      const auto xy = [&](std::size_t i) { return std::array<double, 2>{number(i), number(i + 1)}; };
      plain->primaries = {xy(2), xy(4), xy(6), xy(0)};
      to_srgb_primaries(plain->primaries); // throws for those that span no colours
    } else if (type == "IDAT" || type == "iCCP") {
      break;
    }
    at = data + length + 4;
  }
  if (coded) return coded;
  return srgb ? std::nullopt : plain;
}

Decoded decode_pam(const std::string& bytes, const std::string& path) {
  std::uint64_t width = 0, height = 0, depth = 0, top = 0;
  std::string kind;
  std::istringstream header(bytes.substr(0, 4096));
  bool ended = false;
  for (std::string line; !ended && std::getline(header, line);) {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "WIDTH") words >> width;
    if (key == "HEIGHT") words >> height;
    if (key == "DEPTH") words >> depth;
    if (key == "MAXVAL") words >> top;
    if (key == "TUPLTYPE") words >> kind;
    ended = key == "ENDHDR";
  }
  if (!ended || !width || !height || !depth || !top || top > 65535) damaged(path);
  if (depth > 4)
    unreadable(path, "it has " + std::to_string(depth) + " channels; grey, RGB and RGBA are known");
  const std::size_t sample = top > 255 ? 2 : 1;
  check_size({width, height, int(depth), int(sample * 8), 1}, bytes.size(), path);
  Decoded decoded;
  decoded.format = "PAM";
  decoded.bits = int(sample * 8);
  decoded.image = Image(int(width), int(height), int(depth));
  const auto at = std::size_t(header.tellg());
  if (bytes.size() < at || bytes.size() - at < decoded.image.pixels.size() * sample) damaged(path);
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data()) + at;
  for (float& v : decoded.image.pixels) {
    v = float(sample == 2 ? from[0] << 8 | from[1] : from[0]) / float(top);
    from += sample;
  }
  return decoded;
}

} // namespace penumbra::cli
