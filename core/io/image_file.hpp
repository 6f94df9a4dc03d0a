// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"
#include "core/io/formats.hpp"

#include <memory>
#include <string>
#include <vector>

// Reading and writing of picture files. The codecs, colour management and tags lie in libpenumbra-pictures
// (pictures.hpp), which is loaded with the first picture.

namespace penumbra::cli {

struct Metadata;

/// A picture file, read: what the editing works on, and what is needed to write it back.
struct Photo {
  /// Upright, sRGB primaries, not clipped; sRGB-encoded where the file holds integers or sRGB-encoded floats,
  /// linear where it holds other floats.
  Image image;
  int bits = 8;          ///< a sample in the file: 8, 16 or 32 (float)
  std::string format;    ///< "JPEG"
  int orientation = 1;   ///< the Exif orientation that was applied
  bool has_tags = false; ///< Exif, IPTC or XMP
  bool camera_raw = false;
  std::shared_ptr<const Metadata> metadata; ///< null: none
  std::string profile;      ///< the ICC profile that the colours come from; empty: sRGB (linear for floats)
  std::string profile_name; ///< for people
};

/// What went otherwise than the user might expect, one sentence each.
using Notes = std::vector<std::string>;

/// Reads a picture file: see decode() in core/io/codec.hpp for the formats. Colours are converted from the
/// embedded profile, or from what the format says of them. A signal that asks for the end ends the program at
/// once meanwhile: nothing is written yet. Throws Error that names the file.
Photo read_photo(const std::string& path, Notes& notes);

/// `image` (as `photo.image` after editing: of its size) in the format that `path` names, with the sample depth,
/// profile and metadata of `photo` as far as the format holds them; what it does not hold is noted. `quality` as
/// for encode(). Throws Error, Cancelled.
std::string encode_photo(const std::string& path, Image image, const Photo& photo, int quality, Notes& notes);

/// Encodes and writes. The file appears complete or not at all.
void write_photo(const std::string& path, Image image, const Photo& photo, int quality, Notes& notes);

} // namespace penumbra::cli
