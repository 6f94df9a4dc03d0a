// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"

namespace penumbra {

/// The nine values as the formulas take them (core/edit/finish/finish.hpp).
struct FinishFactors {
  explicit FinishFactors(const FinishValues& values);

  bool light, tone, colour; ///< whether exposure or balance, the curves, the saturation do anything
  float gain[3];            ///< of linear light
  float balance[3];         ///< the gains of the balance alone
  float pull, push;         ///< highlights
  float shadows, contrast, fade, crush;
  float saturation; ///< 1 + p
  float sharpness;  ///< factor of luma - blurred luma

  bool points() const { return light || tone || colour; }
  bool neutral() const { return !points() && sharpness == 0; }
};

/// All but the sharpness, on `count` pixels of 1 (grey) or 3 planes, in place, sRGB-encoded.
void finish_points(float* const* colour, int colours, const FinishFactors& factors, int count);

/// What all curves of tone make of an encoded value, for documentation and tests.
PENUMBRA_API float finish_tone(float value, const FinishValues& values);

/// How the luma is blurred for the sharpness in a picture of `full` size: means of blocks of `block` pixels,
/// then a Gaussian over so many of them.
struct PENUMBRA_API SharpnessBlur {
  explicit SharpnessBlur(Size full);
  int block;
  std::vector<float> taps; ///< the middle one and those on one side; together 1
  int margin() const { return block * (int(taps.size()) + 1); }
};

/// Sharpens `tile`, whose top left corner lies at (x, y) of the picture: right but for `margin()` pixels at
/// borders that are not the picture's.
void sharpen(Image& tile, int x, int y, const SharpnessBlur& blur, float amount);

} // namespace penumbra
