// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/curve/curve.hpp"
#include "core/image/colour.hpp"

namespace penumbra::test {

/// What the fake agent (fake_agents.cpp) does with its own choice of step: four curves of 0.25.
inline float four_curves(float encoded) {
  for (int step = 0; step < 4; ++step) encoded = curve(encoded, 0.25f);
  return encoded;
}

/// The same on a stored value, which is linear or sRGB-encoded.
inline float enhanced(float stored, bool linear = false) {
  return linear ? srgb_to_linear(four_curves(linear_to_srgb(stored))) : four_curves(stored);
}

} // namespace penumbra::test
