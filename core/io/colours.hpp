// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"

#include <array>
#include <string>

namespace penumbra::cli {

/// CIE x and y of three primaries and white.
struct Primaries {
  std::array<double, 2> red{0.64, 0.33}, green{0.30, 0.60}, blue{0.15, 0.06}, white{0.3127, 0.3290};
};

/// What formats without an ICC profile say of their colours: PNG's cICP, gAMA and cHRM, the nclx of HEIC and
/// AVIF, OpenEXR's chromaticities, Radiance's PRIMARIES.
struct ColourSpace {
  enum class Transfer { srgb, linear, gamma, pq, hlg } transfer = Transfer::srgb;
  double gamma = 2.2; ///< for Transfer::gamma: light is the sample to this power
  Primaries primaries;

  bool has_srgb_primaries() const;
  bool is_srgb() const { return transfer == Transfer::srgb && has_srgb_primaries(); }
  /// For people: "Display P3", "Rec. 2020 PQ", "the file's own primaries, gamma 2.2".
  std::string name() const;
};

/// From the code points of ITU-T H.273, as cICP and nclx have them. Throws Error, a clause for the user, for
/// what is no RGB space known here. Unspecified (2) is sRGB, and so is the curve of Rec. 709: still pictures
/// that name it are shown as sRGB.
ColourSpace colour_space_of(int primaries, int transfer);

/// The matrix from linear RGB of `primaries` to that of sRGB, adapted by Bradford where white differs.
std::array<float, 9> to_srgb_primaries(const Primaries& primaries);

/// Samples to linear light with sRGB primaries. PQ and HLG are absolute: 203 cd/m² (BT.2408, the level of
/// diffuse white) becomes 1. Grey pictures stay grey. The encoding says linear afterwards.
void to_linear_srgb(Image& image, const ColourSpace& space);

} // namespace penumbra::cli
