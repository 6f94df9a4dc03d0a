// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/point_stage.hpp"

namespace penumbra {

/// A curve made ready: the guided filter's coefficients on the map's own grid.
class CurveStage : public PointStage {
 public:
  /// `strengths`: [h,w,1 or 3] in [-1,1]; `proxy`: the step's input, RGB, in range.
  CurveStage(const Map& strengths, const Image& proxy);
  /// Coefficients [h,w,2 or 6] as they are: strengths that are linear in the luma around each place.
  explicit CurveStage(Map coefficients);
  void apply_planes(const Planes& planes, Size full) const override;

  /// [h,w,2 * heads]: slope and offset of each head, for a picture with this many colours: grey has one head
  /// only, the mean of three where there were three.
  const Map& coefficients(int colours) const { return colours == 1 ? grey_ : colour_; }

 private:
  Map colour_, grey_;
};

} // namespace penumbra
