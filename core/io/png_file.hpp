// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/codec.hpp"

#include <optional>
#include <string>

// What libvips does not tell of a PNG.

namespace penumbra::cli {

struct PngFile {
  /// By cICP, else by gAMA and cHRM; nothing where the file says sRGB or nothing.
  std::optional<ColourSpace> colours;
  bool coded = false;        ///< `colours` are those of cICP, which counts before an ICC profile (PNG, 4.3)
  bool narrow_range = false; ///< black is at 16/255, white at 235/255 (cICP)
  Resolution resolution;
  int frames = 1;              ///< of an animation (APNG)
  bool signed_history = false; ///< content credentials (C2PA)
};

/// Walks over the chunks. Throws Error, a clause, for colours that are not supported.
PngFile look_at_png(const std::string& bytes);

} // namespace penumbra::cli
