#pragma once

#include "core/image/image.hpp"
#include "core/io/metadata.hpp"

#include <string>
#include <vector>

namespace penumbra::cli {

/// A picture file, read: what the editing works on, and what is needed to write it back.
struct Photo {
  /// Upright, sRGB primaries, not clipped; sRGB-encoded where the file holds integers or sRGB-encoded floats,
  /// linear where it holds other floats.
  Image image;
  int bits = 8;             ///< a sample in the file: 8, 16 or 32 (float)
  std::string format;       ///< "JPEG"
  Metadata metadata;        ///< its orientation is the one that was applied
  std::string profile;      ///< the ICC profile that the colours come from; empty: sRGB (linear for floats)
  std::string profile_name; ///< for people
};

/// What went otherwise than the user might expect, one sentence each.
using Notes = std::vector<std::string>;

/// Reads PNG, TIFF, JPEG, WebP, OpenEXR, Radiance HDR, PFM and what else OpenCV knows. Colours are converted
/// from the embedded profile. Throws Error that names the file.
Photo read_photo(const std::string& path, Notes& notes);

/// Writes `image` (as `photo.image` after editing: of its size) in the format that `path` names, with the
/// sample depth, profile and metadata of `photo` as far as the format holds them; what it does not hold is
/// noted. `quality` as for encode(). The file appears complete or not at all. Throws Error, Cancelled.
void write_photo(const std::string& path, Image image, const Photo& photo, int quality, Notes& notes);

/// `image` turned as an Exif orientation 1…8 asks for, so that it stands upright.
Image upright(Image image, int orientation);

} // namespace penumbra::cli
