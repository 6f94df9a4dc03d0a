// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/fusion/fusion.hpp"

#include <opencv2/core.hpp>
#include <vector>

namespace penumbra {

/// Planes that are taken one after another and given back all at once, so that tile after tile uses the same
/// memory: fresh pages cost more than all that is done with them.
class PlaneStack {
 public:
  /// A plane of floats that holds whatever was there; it ends with the stack, or with clear().
  cv::Mat take(int rows, int cols);
  cv::Mat take(cv::Size size) { return take(size.height, size.width); }
  /// Gives back what was taken since `mark()`.
  struct Mark {
    std::size_t block, used;
  };
  Mark mark() const { return {block_, used_}; }
  void release(Mark mark) { block_ = mark.block, used_ = mark.used; }
  void clear() { release({0, 0}); }

 private:
  std::vector<Floats> blocks_;
  std::size_t block_ = 0, used_ = 0;
};

/// One exposed copy on its way into the blend: colours (1 or 3 planes) and weight, all of one size.
struct BlendLayer {
  cv::Mat colour[3], weight;
};

/// Guided-filter coefficients of the masks on the grid of `proxy`, [h,w,2 * segments]: slope and offset of
/// each for the luma of the picture.
Map mask_coefficients(const Map& labels, int segments, const Image& proxy);

/// A fusion made ready for one photo: the exposures, and where each counts.
class Blend {
 public:
  /// `proxy`: the photo reduced, RGB, sRGB-encoded, in [0,1].
  Blend(const FusionPlan& plan, const Image& proxy);

  /// The input, and every segment that is on.
  int layers() const { return int(curves_.size()); }
  int segment_of(int layer) const { return segments_[std::size_t(layer)]; }

  /// The layers of a part of the picture with their weights (eq. 30), which add up to 1 at each pixel.
  /// `source`: 1 or 3 planes of the part, sRGB-encoded; `place`: where it lies in a picture of `full` size.
  /// At the part's border the contrast sees the mirrored part, right only where that is the picture's border.
  /// The layers lie in `memory`.
  std::vector<BlendLayer> layers_of(const std::vector<cv::Mat>& source, const Rect& place, Size full,
                                    PlaneStack& memory) const;

 private:
  FusionWeights weights_;
  std::vector<ExposureCurve> curves_;
  std::vector<int> segments_;
  Map masks_;
};

/// Blends the layers over Laplacian pyramids of `levels` levels above the first (eq. 31): the weights'
/// Gaussian pyramids times the colours' Laplacian pyramids, added and put together again. Not clamped. The
/// layers stay as they are.
std::vector<cv::Mat> blend_pyramids(const std::vector<BlendLayer>& layers, int levels, int threads = 1);

/// Adds the detail of one level of one layer to `sum`: (colour - up(smaller)) * weight, where `smaller` is
/// cv::pyrDown of the colour. Uses `memory` for a moment.
void add_detail(const cv::Mat& colour, const cv::Mat& smaller, const cv::Mat& weight, cv::Mat& sum,
                PlaneStack& memory);

/// cv::pyrDown and cv::pyrUp into a plane of the stack.
cv::Mat pyramid_down(const cv::Mat& plane, PlaneStack& memory);
cv::Mat pyramid_up(const cv::Mat& plane, cv::Size size, PlaneStack& memory);

/// Levels above the first for a picture of this size whose coarsest level has about `coarsest` pixels on its
/// shorter side; for 1 the number that cv::MergeMertens takes.
int pyramid_levels(Size size, int coarsest);

/// The planes (1 or 3) of a part of an image, sRGB-encoded, in `memory`; what is not finite counts as 0.
std::vector<cv::Mat> planes_of(const Image& image, const Rect& place, PlaneStack& memory);

/// The exact fusion of a whole picture in tiles: memory for the result, a quarter of the picture's values and
/// a few MB for each thread. Same channels, encoding and alpha.
Image fuse_exactly(const FusionPlan& plan, const Image& photo, Progress& progress, int threads);

} // namespace penumbra
