// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/codec.hpp"

#include <string>

// What libjpeg, and libvips over it, do not tell of a JPEG, and do not write into one.

namespace penumbra::cli {

struct JpegFile {
  bool ended = false;    ///< has an end marker
  std::size_t size = 0;  ///< of the picture with its markers; what comes behind is something else
  Resolution resolution; ///< as JFIF says; Exif's is read elsewhere
  std::string comment;
  bool signed_history = false; ///< content credentials (C2PA)
};

/// Walks over the segments. Throws Error that names `path` for kinds of JPEG that are not read.
JpegFile look_at_jpeg(const std::string& bytes, const std::string& path);

/// What lies behind the picture, for people: a film, further pictures; empty where there is nothing.
std::string behind_jpeg(const std::string& bytes, const JpegFile& jpeg);

/// Whether libjpeg finds all blocks: what is missing it fills with grey, and only counts a warning, which libvips
/// does not see in the last rows.
bool has_all_data(const std::string& jpeg);

/// `jpeg` with the resolution in a JFIF segment, where every reader looks for it, instead of in the Exif segment
/// that libvips makes up, and with a comment.
std::string with_jfif(const std::string& jpeg, const Resolution& resolution, const std::string& comment);

} // namespace penumbra::cli
