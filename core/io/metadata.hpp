// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/io/codec.hpp"

#include <memory>
#include <string>

namespace penumbra::cli {

struct Tags; ///< Exif, IPTC and XMP as exiv2 holds them

/// What a picture file says about its picture.
struct Metadata {
  std::shared_ptr<const Tags> tags; ///< null where there is nothing
  std::string icc;                  ///< the embedded colour profile; empty: none
  int orientation = 1;              ///< Exif 1…8: how the stored pixels must be turned to stand upright
  bool adobe_rgb = false;           ///< marked as Adobe RGB in Exif alone, as cameras do (DCF, "R03")
  Resolution resolution;            ///< of the stored pixels
  std::vector<Text> texts;
  std::string behind;          ///< see Decoded
  bool signed_history = false; ///< content credentials (C2PA)
};

/// Tags as exiv2 finds them in `file`, profile and resolution as the codec did. Parts that are damaged are
/// left out and noted, each for itself.
PENUMBRA_API Metadata read_metadata(const std::string& file, const Decoded& decoded, Notes& notes);

/// What is true of the file that is written.
struct Written {
  Format format;
  Size size;             ///< upright
  bool srgb = false;     ///< the colours are sRGB
  Resolution resolution; ///< as written by the codec
};

/// The tags for a picture that was edited and stands upright. What describes the other file's storage is left
/// out, and so is what is no longer there or no longer true: thumbnails, previews, gain maps, the moving part
/// of a photo, layers; `notes` tells what a person may miss, one note an item. Where the format has no other
/// place, the resolution becomes Exif, and IPTC becomes XMP.
Metadata for_edited(const Metadata& metadata, const Written& written, Notes& notes);

/// Exif (TIFF-like) and XMP (a packet) of `metadata` for formats that exiv2 does not write.
void attach_tags(const Metadata& metadata, Attached& attached);

/// `file`, a JPEG, PNG, TIFF or WebP as encoded, with the tags of `metadata`. What does not fit is left out part
/// by part, and noted.
std::string with_tags(const std::string& file, const Metadata& metadata, const Written& written,
                      Notes& notes);

} // namespace penumbra::cli
