// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.hpp"
#include "core/io/codec.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

// What the codecs share. Each file codec_*.cpp is a thin layer over one library: libvips for JPEG, PNG, WebP,
// GIF, JPEG 2000, Radiance HDR, PFM and PNM; libtiff, OpenEXR, libheif, libjxl and LibRaw where libvips does
// not tell what a photographer needs to know (extra channels, parts, code points of colours, highlights).

namespace penumbra::cli {

/// Integer samples from [0,1]: clamped and rounded, NaN becomes 0. `top`: the largest sample.
template <class T> void quantise(const float* from, std::size_t count, T* to, float top = float(T(~T(0)))) {
  for (std::size_t i = 0; i < count; ++i) {
    const float v = from[i];
    to[i] = v > 0.0f ? T(std::min(v, 1.0f) * top + 0.5f) : T(0); // NaN is not > 0
  }
}

template <class T> std::vector<T> quantised(const Image& image, float top = float(T(~T(0)))) {
  std::vector<T> samples(image.pixels.size());
  quantise(image.pixels.data(), samples.size(), samples.data(), top);
  return samples;
}

[[noreturn]] inline void damaged(const std::string& path) {
  throw Error("The picture \"" + path + "\" is damaged or cut short.");
}

[[noreturn]] inline void unreadable(const std::string& path, const std::string& why) {
  throw Error("The picture \"" + path + "\" cannot be read: " + why + ".");
}

/// What a header declares, before any memory is taken for it.
struct Declared {
  std::uint64_t width, height;
  int channels;
  int bits = 8;     ///< a sample in the file
  double ratio = 0; ///< how many times smaller than its pixels a file can be; 0: as much as it likes
};

/// Throws Error where the bytes of the file cannot hold the declared pixels, where the picture is larger than
/// the limit (1000 megapixels, or PENUMBRA_MAX_MEGAPIXELS), or than the memory that there is.
void check_size(const Declared& declared, std::size_t file_bytes, const std::string& path);

/// Throws std::bad_alloc where as many bytes are surely not to be had: free memory, `ulimit -v`, control group.
void check_memory(double bytes);

/// The picture's colour divided by its alpha, and back (files whose colours are stored premultiplied).
void unpremultiply(Image& image);
void premultiply(Image& image);

Decoded decode_by_vips(const std::string& bytes, const std::string& format, const std::string& path);
std::string encode_by_vips(const Image& image, Format format, int bits, int quality,
                           const Attached& attached);

bool is_raw_tiff(const std::string& bytes);
Decoded decode_tiff(const std::string& bytes, const std::string& path);
std::string encode_tiff(const Image& image, int bits, const Attached& attached);

Decoded decode_exr(const std::string& bytes, const std::string& path);
std::string encode_exr(const Image& image, const Attached& attached);

Decoded decode_heif(const std::string& bytes, const std::string& path);
std::string encode_heif(const Image& image, Format format, int bits, int quality, const Attached& attached);

Decoded decode_jxl(const std::string& bytes, const std::string& path);
std::string encode_jxl(const Image& image, int bits, int quality, const Attached& attached);

Decoded decode_raw(const std::string& bytes, const std::string& path);
/// Whether LibRaw knows the file.
bool is_raw(const std::string& bytes);

} // namespace penumbra::cli
