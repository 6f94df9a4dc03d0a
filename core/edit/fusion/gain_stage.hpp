// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/point_stage.hpp"
#include "core/edit/fusion/fusion.hpp"

namespace penumbra {

/// Long side of the reduced copy on which a fusion decides its masks and, in the fast form, its gains.
constexpr int fusion_proxy_side = 512;

/// The fast form of a fusion: fused at the size of the proxy, expressed as one exposure in EV for each place
/// that follows the edges of the photo (guided filter on luma), and applied to the full-size pixels.
class GainStage : public PointStage {
 public:
  GainStage(const FusionPlan& plan, const Image& proxy);
  void apply_planes(const Planes& planes, Size full) const override;

 private:
  Map coefficients_; ///< [h,w,2]: slope and offset of the EV for the luma
  float min_, max_;  ///< EV that any exposure of the fusion has
  float shoulder_;
};

} // namespace penumbra
