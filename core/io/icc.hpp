#pragma once

#include "core/image/image.hpp"

#include <string>

namespace penumbra::cli {

/// What is known of an embedded colour profile.
struct Profile {
  std::string name;        ///< as the profile calls itself
  bool usable = false;     ///< a profile of RGB or grey values that can be read
  bool srgb = false;       ///< means sRGB, so that nothing needs to be converted
  bool reversible = false; ///< colours can be converted back into it
};

Profile describe_profile(const std::string& icc);

/// The profile of Adobe RGB (1998): its primaries, D65, gamma 563/256.
const std::string& adobe_rgb_profile();

/// Converts colours from the space of `icc` into linear light with sRGB primaries (relative colorimetric, in
/// float, nothing is clipped), and back. Alpha stays. The image's encoding says linear afterwards; before the
/// way back, it must. Grey pictures may have a profile of grey or of RGB. Throws Error.
void to_linear_srgb(Image& image, const std::string& icc);
void from_linear_srgb(Image& image, const std::string& icc);

} // namespace penumbra::cli
