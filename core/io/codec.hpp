// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"
#include "core/io/colours.hpp"
#include "core/io/formats.hpp"

#include <optional>
#include <string>
#include <vector>

namespace penumbra::cli {

/// What went otherwise than the user might expect, one sentence each.
using Notes = std::vector<std::string>;

/// Pixels per inch; 0: not said.
struct Resolution {
  double x = 0, y = 0;
};

/// A remark beside the picture: a JPEG's comment (key "Comment"), a PNG's texts.
struct Text {
  std::string key, text;
};

/// What a file's pixels are before colour management: integers scaled to [0,1], floats as they are;
/// Image::encoding is not yet meaningful. Alpha is straight.
struct Decoded {
  Image image;
  int bits = 8;        ///< 8, 16 or 32 (float)
  std::string format;  ///< "JPEG", by content
  int orientation = 0; ///< Exif 1…8, as the format itself says; 1: stands upright; 0: the Exif tag counts
  bool linear_light = false; ///< a format whose values are proportional to light by definition
  bool camera_raw = false;
  std::string icc;                    ///< the embedded profile
  std::optional<ColourSpace> colours; ///< what the format says of the colours where there is no profile
  Resolution resolution;
  std::string exif, xmp, iptc; ///< tags of formats that exiv2 does not open: TIFF-like, packet, IIM
  std::vector<Text> texts;
  std::string behind; ///< what the file holds beside its picture, a clause that says that it is left out
  bool signed_history = false; ///< content credentials (C2PA)
  Notes notes;
};

/// Decodes a picture file's bytes: JPEG, PNG, TIFF, WebP, OpenEXR, Radiance HDR, PFM, PNM, PAM, HEIC, AVIF,
/// JPEG XL, JPEG 2000, GIF, and camera raw. Throws Error that names `path` for what is no picture, is cut
/// short, has a colour model other than grey and RGB, declares more pixels than its bytes can hold or than
/// there is memory for. "Damaged" is said of errors found while decoding alone.
PENUMBRA_API Decoded decode(const std::string& bytes, const std::string& path);

/// What is written into a file beside its pixels.
struct Attached {
  std::string icc;
  Resolution resolution;
  std::vector<Text> texts; ///< PNG holds all, JPEG that of the key "Comment"
  std::string exif, xmp;   ///< for formats that exiv2 does not write: TIFF-like, packet
};

/// Encodes; `bits` is one that the format has, alpha and grey only where it has them. `quality` 1…100 for
/// JPEG (4:4:4), WebP, HEIC, AVIF and JPEG XL (WebP and JPEG XL are lossless above 100). Integers are clamped
/// and rounded, NaN becomes 0.
PENUMBRA_API std::string encode(const Image& image, Format format, int bits, int quality,
                                const Attached& attached = {});

} // namespace penumbra::cli
