// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/image.hpp"

#include "core/error.hpp"
#include "core/image/colour.hpp"
#include "core/image/parallel.hpp"
#include "core/image/resample.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace penumbra {
namespace {

constexpr float largest = 65504.0f; // of a half float: far above any light, far below overflow in sums

/// In [least, most]; NaN becomes 0. Written so that it needs no branch.
inline float limited(float v, float min, float max) {
  v = v == v ? v : 0.0f;
  v = v < min ? min : v;
  return v > max ? max : v;
}

PENUMBRA_CLONES void limit(const float* from, float* to, std::size_t count, float min, float max) {
  for (std::size_t i = 0; i < count; ++i) to[i] = limited(from[i], min, max);
}

/// Straight to premultiplied alpha, in place, for `colours` + 1 channels.
template <int colours> void premultiply(float* p, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i, p += colours + 1)
    for (int c = 0; c < colours; ++c) p[c] *= p[colours];
}

void premultiply(float* row, int width, int colours) {
  colours == 3 ? premultiply<3>(row, std::size_t(width)) : premultiply<1>(row, std::size_t(width));
}

/// The colours of premultiplied pixels; 0 where nothing is opaque.
void unpremultiply(Image& image) {
  const int colours = image.colour_channels();
  const std::size_t count = std::size_t(image.width) * image.height;
  for (std::size_t i = 0; i < count; ++i) {
    float* p = image.pixels.data() + i * image.channels;
    for (int c = 0; c < colours; ++c) p[c] = p[colours] > 0 ? p[c] / p[colours] : 0.0f;
  }
}

} // namespace

void require_pixels(const Image& image) {
  if (image.width < 1 || image.height < 1 || image.empty()) throw Error("The picture has no pixels.");
  if (image.channels < 1 || image.channels > 4)
    throw Error("A picture has 1 to 4 channels, not " + std::to_string(image.channels) + ".");
  if (image.pixels.size() != std::size_t(image.width) * image.height * image.channels)
    throw Error("The picture's pixels do not fit its size.");
}

Size fit_long_side(int width, int height, int long_side) {
  if (width < 1 || height < 1) throw Error("The picture has no pixels.");
  const int side = std::max(width, height);
  if (long_side < 1 || side <= long_side) return {width, height};
  const double scale = double(long_side) / side;
  return {std::max(1, int(std::lround(width * scale))), std::max(1, int(std::lround(height * scale)))};
}

Image resize(const Image& image, Size size) {
  if (size.width < 1 || size.height < 1) throw Error("A picture cannot be resized to nothing.");
  require_pixels(image);
  Image out = Image::unset(size.width, size.height, image.channels, image.encoding);
  const auto row = [&](int y, float* to) {
    limit(image.row(y), to, std::size_t(image.width) * image.channels, -largest, largest);
    if (image.has_alpha()) premultiply(to, image.width, image.colour_channels());
  };
  resample(row, {image.width, image.height}, image.channels, size, out.pixels.data());
  if (image.has_alpha()) unpremultiply(out);
  return out;
}

Image convert(const Image& image, Encoding encoding) {
  Image out = image;
  if (out.encoding == encoding || out.empty()) return out;
  require_pixels(image);
  const auto convert_row = encoding == Encoding::srgb ? linear_to_srgb_row : srgb_to_linear_row;
  constexpr int rows = 32;
  const bool large = std::size_t(out.width) * out.height > 500000;
  parallel_for((out.height + rows - 1) / rows, large ? 0 : 1, [&](int band) {
    const int first = band * rows, count = std::min(rows, out.height - first);
    convert_row(out.row(first), std::size_t(out.width) * count, out.channels, out.colour_channels());
  });
  out.encoding = encoding;
  return out;
}

Image observe(const Image& image, int long_side) {
  require_pixels(image);
  const Size size = fit_long_side(image.width, image.height, long_side);
  const int colours = image.colour_channels(), channels = image.channels;
  const bool alpha = image.has_alpha();
  Image small = Image::unset(size.width, size.height, channels);
  // What a viewer would show is what gets averaged: in range and sRGB-encoded. So the host's precision and
  // encoding make no difference, and a broken pixel counts as one pixel.
  const auto row = [&](int y, float* to) {
    limit(image.row(y), to, std::size_t(image.width) * channels, 0.0f, 1.0f);
    if (image.encoding == Encoding::linear)
      linear_to_srgb_row(to, std::size_t(image.width), channels, colours);
    if (alpha) premultiply(to, image.width, colours);
  };
  resample(row, {image.width, image.height}, channels, size, small.pixels.data());

  double sum[3] = {0, 0, 0}, weight = 0;
  const std::size_t count = std::size_t(size.width) * size.height;
  for (std::size_t i = 0; alpha && i < count; ++i) {
    const float* p = small.pixels.data() + i * channels;
    for (int c = 0; c < colours; ++c) sum[c] += p[c];
    weight += p[colours];
  }
  Image out = Image::unset(size.width, size.height, 3, Encoding::srgb);
  for (std::size_t i = 0; i < count; ++i) {
    const float* p = small.pixels.data() + i * channels;
    for (int c = 0; c < 3; ++c) {
      const int from = colours == 3 ? c : 0;
      const float mean = alpha ? weight > 0 ? float(sum[from] / weight) : 0.5f : 0.0f;
      const float behind = alpha ? (1 - p[colours]) * mean : 0.0f;
      out.pixels[i * 3 + c] = std::min(p[from] + behind, 1.0f);
    }
  }
  return out;
}

double mean_luma(const Image& image) {
  const std::size_t count = std::size_t(image.width) * image.height;
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float* p = image.pixels.data() + i * image.channels;
    sum += image.colour_channels() == 3 ? luma601(p[0], p[1], p[2]) : p[0];
  }
  return count ? sum / double(count) : 0.0;
}

} // namespace penumbra
