// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/exposure_net.hpp"
#include "core/system/deep_exposure/local_exposure_agent.hpp"

#include <memory>
#include <string>

namespace penumbra {

/// DeepExposure (Yu et al. 2018): divides the photo into segments and decides one exposure in EV for each, from the
/// segment's sub-image, the running direct fusion and the input.
class DeepExposureAgent : public LocalExposureAgent {
 public:
  DeepExposureAgent(ExposureNet policy, FusionWeights weights, nlohmann::json origin);

 private:
  void decide(const Image& small, FusionPlan& plan, Progress& progress) override;

  ExposureNet policy_;
};

/// The agent of "deep-exposure-i" or "deep-exposure-ii": which of the two kinds it is, its weights say.
std::unique_ptr<Agent> make_deep_exposure(const std::string& id, const std::string& models_folder);

} // namespace penumbra
