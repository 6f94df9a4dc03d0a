// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <opencv2/core/mat.hpp>

namespace penumbra {

/// Graph-based segmentation (Felzenszwalb and Huttenlocher 2004, "Efficient graph-based image segmentation",
/// algorithm 1): neighbouring pixels (4 around each) are joined in the order of their difference in colour as
/// long as the difference is no larger than the internal one of both segments plus `scale` / size (eq. 3, 4);
/// then segments of fewer than `min_size` pixels join the neighbour that comes first in that order.
///
/// `picture`: CV_8UC3. It is smoothed by a Gaussian of `sigma` pixels first. Returns labels, CV_32S, from 0 on
/// in the order of the segments' first pixels. Same labels as OpenCV's ximgproc (createGraphSegmentation),
/// whose library brings seventy others.
cv::Mat segment_graph(const cv::Mat& picture, double sigma, float scale, int min_size);

} // namespace penumbra
