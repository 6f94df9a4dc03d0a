#pragma once

#include "core/agent/agent.hpp"
#include "core/edit/fusion/fusion.hpp"
#include "core/nn/torch/exposure_map_net.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace penumbra {

/// How a map of exposures becomes segments (exposure_levels).
struct ExposureLevels {
  double span = 0.6; ///< EV, widest segment
  int most = 6;      ///< 1…8
};

/// Local exposure by a policy that sees the place: from the photo, squeezed to 64 x 64, it decides the exposure
/// that every place is due; places that are due much the same become one segment, its EV their mean. As with
/// DeepExposureAgent the episode holds one edit, the fusion of the photo's copies exposed for each segment. A photo
/// of which no segment is due as much as 0.05 EV is left as it is.
class ExposureMapAgent : public Agent {
 public:
  /// `origin` says where the weights come from: it is stored in every recipe.
  ExposureMapAgent(ExposureMapNet policy, FusionWeights weights, ExposureLevels levels, nlohmann::json origin);
  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override;

 private:
  ExposureMapNet policy_;
  FusionWeights weights_;
  ExposureLevels levels_;
  nlohmann::json origin_;
};

} // namespace penumbra
