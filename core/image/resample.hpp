// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <functional>

namespace penumbra {

/// Writes row `y` of a picture, as it shall be averaged, into `out` (width * channels floats).
using RowSource = std::function<void(int y, float* out)>;

/// Separable resampling of `source` (from.width x from.height, `channels` interleaved floats) to `to`: for
/// each side for itself the average over the covered area where it shrinks, linear interpolation where it
/// grows. Rows are asked for from several threads. `out` holds to.width * to.height * channels floats.
void resample(const RowSource& source, Size from, int channels, Size to, float* out);

} // namespace penumbra
