#pragma once

#include "core/image/image.hpp"

#include <string>

namespace penumbra::cli {

/// File formats that are written. More can be read: whatever OpenCV knows.
enum class Format { jpeg, png, tiff, webp, exr, hdr, pfm };

struct FormatTraits {
  Format format;
  const char* name;       ///< "PNG"
  const char* extensions; ///< lower case, blanks between them
  bool bits8, bits16, floats;
  bool alpha;
  bool grey;
  bool grey_alpha;
  bool linear; ///< values are proportional to light, whatever else the file says
};

const FormatTraits& traits_of(Format format);

/// The format that the extension of `path` names; throws Error that lists those that are known.
const FormatTraits& format_for(const std::string& path);

/// What a file's pixels are before colour management: integers scaled to [0,1], floats as they are;
/// Image::encoding is not yet meaningful.
struct Decoded {
  Image image;
  int bits = 8;              ///< 8, 16 or 32 (float)
  std::string format;        ///< "JPEG", by content; "picture" where it is none of `Format`
  bool upright = false;      ///< an orientation tag was already followed
  bool linear_light = false; ///< a format whose values are proportional to light by definition
};

/// Decodes a picture file's bytes. Throws Error that names `path` for what
/// is no picture, is cut short, or has a colour model other than grey and RGB.
Decoded decode(const std::string& bytes, const std::string& path);

/// Encodes; `bits` is one that the format has, alpha and grey only where it has them. `quality` 1…100 for
/// JPEG (4:4:4) and WebP (above 100: lossless WebP). Integers are clamped and rounded, NaN becomes 0.
std::string encode(const Image& image, Format format, int bits, int quality);

} // namespace penumbra::cli
