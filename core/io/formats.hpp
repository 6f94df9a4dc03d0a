// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace penumbra::cli {

/// File formats that are written. More can be read: see decode() in core/io/codec.hpp.
enum class Format { jpeg, png, tiff, webp, exr, hdr, pfm, heic, avif, jxl };

struct FormatTraits {
  Format format;
  const char* name;       ///< "PNG"
  const char* extensions; ///< lower case, blanks between them
  bool bits8, bits16, floats;
  bool alpha;
  bool grey;
  bool grey_alpha;
  bool linear;   ///< values are proportional to light, whatever else the file says
  bool metadata; ///< holds Exif and XMP
  int deep_bits; ///< what it makes of 16 bits
};

const FormatTraits& traits_of(Format format);

/// The format that the extension of `path` names; throws Error that lists those that are known.
const FormatTraits& format_for(const std::string& path);

/// "jpg" of "A.JPG".
std::string lower_extension(const std::string& path);

} // namespace penumbra::cli
