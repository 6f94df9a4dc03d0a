// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/io/image_file.hpp"

#include <string>

namespace penumbra::cli {

/// What libpenumbra-pictures does, for libpenumbra-io, which loads it.
struct Pictures {
  /// A picture from a file's bytes; `path` is for messages and tells raw files by their ending.
  Photo (*read)(const std::string& bytes, const std::string& path, Notes& notes);
  std::string (*encode)(const FormatTraits& format, Image image, const Photo& photo, int quality,
                        Notes& notes);
};

extern "C" PENUMBRA_API const Pictures* penumbra_pictures();

/// The same by name, for who links the library.
PENUMBRA_API Photo decode_photo(const std::string& bytes, const std::string& path, Notes& notes);

/// `image` turned as an Exif orientation 1…8 asks for, so that it stands upright.
PENUMBRA_API Image upright(Image image, int orientation);

} // namespace penumbra::cli
