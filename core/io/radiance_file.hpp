// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/colours.hpp"

#include <array>
#include <optional>
#include <string>

// The header of a Radiance picture, of which libvips tells little.

namespace penumbra::cli {

struct RadianceHeader {
  std::array<double, 3> gain{1, 1, 1}; ///< what the samples were multiplied by: EXPOSURE and COLORCORR
  std::optional<Primaries> primaries;
  bool xyz = false;
  bool columns = false, from_right = false, from_bottom = false;

  /// The Exif orientation that says the same.
  int orientation() const;
};

/// Reads the header, and changes `bytes` to what libvips reads: from the top left corner, in rows. Throws Error
/// that names `path`.
RadianceHeader take_radiance_header(std::string& bytes, const std::string& path);

} // namespace penumbra::cli
