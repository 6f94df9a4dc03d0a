// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

namespace penumbra {

/// How a picture is divided. The DeepExposure paper names the method (graph-based, Felzenszwalb and
/// Huttenlocher 2004) but no settings; these aim at the few large parts that a photographer would mask.
struct SegmentSettings {
  double smoothing = 0.4; ///< Gaussian before the graph is built, in pixels
  double scale = 250;     ///< the larger, the larger the segments ("k"), on the picture spread to 0…255
  double min_area = 0.04; ///< of the picture; smaller segments join the neighbour most like them
  int min = 2, max = 8;   ///< how many segments there are
};

/// Divides `picture` (RGB, sRGB-encoded, in [0,1]; 64 x 64 in DeepExposure) into `min` to `max` segments.
/// Returns the number of each pixel's segment, [h,w,1]: 0 is the darkest, ties in the order of their first
/// pixel, so that the same picture always gives the same segments. A dark picture is brightened to full range
/// first, since otherwise all of it would be one segment. Segments need not be connected after small ones
/// have joined others. Throws Error where the picture is not RGB or smaller than 4 x 4.
Map find_segments(const Image& picture, const SegmentSettings& settings = {});

/// The number of segments of such a map: its largest value + 1.
int segment_count(const Map& labels);

} // namespace penumbra
