// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <string>

namespace penumbra::evaluate {

/// The photo as a noisier camera would have taken it: in linear light, shot noise of variance shot^2 v (v the
/// light, 0…1; so `shot` is its deviation at full scale) and read noise of deviation shot/10, clipped and
/// rounded to 8-bit sRGB. The same for the same `seed` on every machine. shot 0: the photo itself.
Image with_camera_noise(const Image& photo, double shot, const std::string& seed);

} // namespace penumbra::evaluate
