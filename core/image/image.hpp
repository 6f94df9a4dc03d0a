// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/memory.hpp"

#include <cstddef>

namespace penumbra {

/// How stored values relate to light. Primaries are always those of sRGB (Rec. 709, D65); hosts convert from
/// their own spaces, and colours outside the sRGB gamut simply have components outside [0,1].
enum class Encoding {
  srgb,  ///< the sRGB transfer curve (IEC 61966-2-1), extended as an odd function below 0 and past 1
  linear ///< proportional to light; +1 EV doubles the value
};

/// A picture: float, interleaved [height][width][channels].
///
/// channels: 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha. Alpha is straight (not premultiplied), in [0,1],
/// and no edit touches it. Nominal range of colour is [0,1]; values outside it, NaN and infinities are legal:
/// see core/edit/engine/edit.hpp for what edits do with them.
struct Image {
  int width = 0;
  int height = 0;
  int channels = 0;
  Encoding encoding = Encoding::srgb;
  Floats pixels;

  Image() = default;
  /// Black, and transparent where there is alpha.
  Image(int width_, int height_, int channels_, Encoding encoding_ = Encoding::srgb)
      : width(width_), height(height_), channels(channels_), encoding(encoding_),
        pixels(std::size_t(width_) * std::size_t(height_) * std::size_t(channels_), 0.0f) {}
  /// A picture whose every value is about to be written: nothing is set, so that no memory is touched twice.
  static Image unset(int width, int height, int channels, Encoding encoding = Encoding::srgb) {
    Image image;
    image.width = width, image.height = height, image.channels = channels, image.encoding = encoding;
    image.pixels = Floats(std::size_t(width) * std::size_t(height) * std::size_t(channels));
    return image;
  }

  bool empty() const { return pixels.empty(); }
  bool has_alpha() const { return channels == 2 || channels == 4; }
  int colour_channels() const { return channels >= 3 ? 3 : 1; }
  float* row(int y) { return pixels.data() + std::size_t(y) * width * channels; }
  const float* row(int y) const { return pixels.data() + std::size_t(y) * width * channels; }
  float& at(int x, int y, int c) { return row(y)[std::size_t(x) * channels + c]; }
  float at(int x, int y, int c) const { return row(y)[std::size_t(x) * channels + c]; }
};

/// One small float map [height][width][channels] that belongs to an edit: curve strengths, exposures, masks.
struct Map {
  int width = 0;
  int height = 0;
  int channels = 1;
  Floats values;

  Map() = default;
  Map(int width_, int height_, int channels_ = 1)
      : width(width_), height(height_), channels(channels_),
        values(std::size_t(width_) * std::size_t(height_) * std::size_t(channels_), 0.0f) {}
  /// As Image::unset().
  static Map unset(int width, int height, int channels = 1) {
    Map map;
    map.width = width, map.height = height, map.channels = channels;
    map.values = Floats(std::size_t(width) * std::size_t(height) * std::size_t(channels));
    return map;
  }
  bool operator==(const Map&) const = default;
};

struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

/// Size of a picture of `width` x `height` reduced so that its long side is at most `long_side` (never
/// enlarged, never below 1).
PENUMBRA_API Size fit_long_side(int width, int height, int long_side);

/// Throws Error where the picture has no pixels, no legal number of channels, or pixels that do not fit its
/// size. All functions here do, and `core/edit` too.
PENUMBRA_API void require_pixels(const Image& image);

/// The picture in another size, in the encoding it has; each side for itself averaged over areas where it
/// shrinks and interpolated linearly where it grows. NaN becomes 0 and everything beyond ±65504 that, so that
/// one broken pixel does not spread; alpha weights the colours, and wholly transparent pixels become 0.
/// Throws Error where a side is below 1.
PENUMBRA_API Image resize(const Image& image, Size size);

/// The same picture in another encoding. Alpha is untouched. NaN and infinities stay what they are.
PENUMBRA_API Image convert(const Image& image, Encoding encoding);

/// What agents look at: RGB without alpha, sRGB-encoded, long side at most `long_side` (0: full size), finite
/// and in [0,1]. Every pixel is encoded and clamped before areas are averaged (NaN counts as 0), so the same
/// photo gives the same observation in either encoding. Grey is repeated; transparent pixels take the mean
/// colour of the opaque ones, or middle grey where there are none.
PENUMBRA_API Image observe(const Image& image, int long_side);

/// Luma weights of Rec. 601, as the evaluation protocol uses them on sRGB-encoded values.
PENUMBRA_SHARED constexpr float luma601(float r, float g, float b) {
  return 0.299f * r + 0.587f * g + 0.114f * b;
}

/// Mean of luma601 over all pixels of an sRGB-encoded image, in [0,1] for a picture in range; alpha is not
/// looked at, and 0 for a picture without pixels.
PENUMBRA_API double mean_luma(const Image& image);

} // namespace penumbra
