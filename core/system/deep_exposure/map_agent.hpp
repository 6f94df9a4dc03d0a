// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/exposure_map_net.hpp"
#include "core/system/deep_exposure/local_exposure_agent.hpp"

namespace penumbra {

/// How a map of exposures becomes segments (exposure_levels).
struct ExposureLevels {
  double span = 0.6; ///< EV, widest segment
  int max = 6;       ///< 1…8
};

/// Local exposure by a policy that sees the place: it decides the exposure that every place is due; places that
/// are due much the same become one segment, its EV their mean. A photo of which no segment is due as much as
/// 0.05 EV is left as it is.
class ExposureMapAgent : public LocalExposureAgent {
 public:
  ExposureMapAgent(ExposureMapNet policy, FusionWeights weights, ExposureLevels levels,
                   nlohmann::json origin);

 private:
  void decide(const Image& small, FusionPlan& plan, Progress& progress) override;

  ExposureMapNet policy_;
  ExposureLevels levels_;
};

} // namespace penumbra
