#pragma once

#include "core/agent/agent.hpp"
#include "core/edit/fusion/fusion.hpp"
#include "core/nn/torch/exposure_net.hpp"

#include <memory>
#include <string>

namespace penumbra {

/// DeepExposure (Yu et al. 2018): divides the photo, squeezed to 64 x 64, into segments and decides one
/// exposure in EV for each, from the segment's sub-image, the running direct fusion and the input. The
/// episode holds one edit, the fusion of all exposures (core/edit/fusion/fusion.hpp); segment_steps() gives
/// the steps that led to it, one a segment.
class DeepExposureAgent : public Agent {
 public:
  /// `origin` says where the weights come from: it is stored in every recipe.
  DeepExposureAgent(ExposureNet policy, FusionWeights weights, nlohmann::json origin);
  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override;

 private:
  ExposureNet policy_;
  FusionWeights weights_;
  nlohmann::json origin_;
};

/// The agent of "deep-exposure-i" or "deep-exposure-ii".
std::unique_ptr<Agent> make_deep_exposure(const std::string& id, const std::string& models_folder);

} // namespace penumbra
