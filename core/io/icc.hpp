// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/io/colours.hpp"

#include <string>

namespace penumbra::cli {

/// What is known of an embedded colour profile.
struct Profile {
  std::string name;        ///< as the profile calls itself
  bool usable = false;     ///< a profile of RGB or grey values that can be read
  bool grey = false;       ///< of grey values, which say nothing of colours
  bool srgb = false;       ///< means sRGB, so that nothing needs to be converted
  bool reversible = false; ///< colours can be converted back into it
};

PENUMBRA_API Profile describe_profile(const std::string& icc);

/// The profile of Adobe RGB (1998): its primaries, D65, gamma 563/256.
PENUMBRA_API const std::string& adobe_rgb_profile();

/// A profile that says what `space` says (its transfer being sRGB's, linear or a gamma).
PENUMBRA_API std::string profile_of(const ColourSpace& space);

/// Converts colours from the space of `icc` into linear light with sRGB primaries (relative colorimetric, in
/// float, nothing is clipped), and back. Alpha stays. The image's encoding says linear afterwards; before the
/// way back, it must. Grey pictures may have a profile of grey or of RGB. Throws Error.
PENUMBRA_API void to_linear_srgb(Image& image, const std::string& icc);
PENUMBRA_API void from_linear_srgb(Image& image, const std::string& icc);

} // namespace penumbra::cli
