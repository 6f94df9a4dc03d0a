// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/bytes.hpp"

#include "core/error.hpp"

#include <string>

namespace penumbra::metric {
namespace {

std::uint8_t to_byte(float v) {
  const float scaled = 255.0f * v + 0.5f; // cut, not rounded, below: floor(255 v + 0.5)
  return scaled > 0.0f ? std::uint8_t(scaled < 255.0f ? scaled : 255.0f) : std::uint8_t(0); // NaN: 0
}

std::string size_text(const Image& image) {
  return std::to_string(image.width) + "x" + std::to_string(image.height);
}

} // namespace

Bytes to_bytes(const Image& image) {
  if (image.empty()) throw Error("A picture without pixels cannot be judged.");
  if (image.encoding != Encoding::srgb) return to_bytes(convert(image, Encoding::srgb));
  Bytes out{image.width, image.height, {}};
  const std::size_t count = std::size_t(image.width) * image.height;
  out.rgb.resize(count * 3);
  const int colours = image.colour_channels();
  for (std::size_t i = 0; i < count; ++i) {
    const float* p = image.pixels.data() + i * image.channels;
    for (int c = 0; c < 3; ++c) out.rgb[i * 3 + c] = to_byte(p[colours == 3 ? c : 0]);
  }
  return out;
}

Image from_bytes(const Bytes& bytes) {
  Image out(bytes.width, bytes.height, 3);
  for (std::size_t i = 0; i < bytes.rgb.size(); ++i) out.pixels[i] = float(bytes.rgb[i]) / 255.0f;
  return out;
}

void require_same_size(const Image& a, const Image& b) {
  if (a.width != b.width || a.height != b.height)
    throw Error("Pictures of different sizes cannot be compared: " + size_text(a) + " and " + size_text(b) +
                ".");
}

} // namespace penumbra::metric
