// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

namespace penumbra {

/// Divides a map of exposures [h,w,1], in EV, into segments that are due much the same: what lies between its 1st
/// and 99th percentile is cut into as many equal spans as none is wider than `span`, at most `max` of them.
/// Returns the number of each place's segment, [h,w,1]: 0 is due the most light, none is empty. A segment need not
/// be connected: two windows that are due the same are one. Throws Error where the map is empty or has a value
/// that is not finite, or where span <= 0 or most < 1.
Map exposure_levels(const Map& ev, double span, int max);

} // namespace penumbra
