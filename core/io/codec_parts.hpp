#pragma once

#include "core/error.hpp"
#include "core/io/codec.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What codec.cpp shares with the formats that OpenCV 4.6 does not do as a photographer needs them: grey with
// transparency (PNG, TIFF), TIFF's kinds of samples and of transparency, JPEG without chroma subsampling.
// libpng and libjpeg report errors by functions that must not return; ours throw, which passes through their
// C frames since these hold nothing of ours and are built with unwind tables.

namespace penumbra::cli {

/// Integer samples from [0,1]: clamped and rounded, NaN becomes 0. Interleaved as the image is, or with red
/// and blue exchanged for OpenCV.
template <class T> std::vector<T> quantised(const Image& image, bool exchange_red_and_blue = false) {
  constexpr float top = float(T(~T(0)));
  std::vector<T> samples(image.pixels.size());
  const int channels = image.channels;
  const bool exchange = exchange_red_and_blue && channels >= 3;
  const auto value = [](float v) {
    return v > 0.0f ? T(std::min(v, 1.0f) * top + 0.5f) : T(0); // NaN is not > 0
  };
  for (std::size_t i = 0; i < samples.size(); i += std::size_t(channels)) {
    for (int c = 0; c < channels; ++c) samples[i + c] = value(image.pixels[i + c]);
    if (exchange) std::swap(samples[i], samples[i + 2]);
  }
  return samples;
}

[[noreturn]] inline void damaged(const std::string& path) {
  throw Error("The picture \"" + path + "\" is damaged or cut short.");
}

[[noreturn]] inline void unreadable(const std::string& path, const std::string& why) {
  throw Error("The picture \"" + path + "\" cannot be read: " + why + ".");
}

/// The picture's colour divided by its alpha, and back (files whose colours are stored premultiplied).
void unpremultiply(Image& image);
void premultiply(Image& image);

Decoded decode_png(const std::string& bytes, const std::string& path);
std::string encode_png(const Image& image, int bits);

/// A TIFF of grey or RGB samples, 8-, 16- or 32-bit integers or 16- or 32-bit floats, in strips; nothing for
/// other kinds.
std::optional<Decoded> decode_plain_tiff(const std::string& bytes, const std::string& path);
std::string encode_tiff(const Image& image, int bits);

/// 8 bits, 4:4:4; 1 or 3 channels.
std::string encode_jpeg(const Image& image, int quality);

} // namespace penumbra::cli
