// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/edit/fusion/fusion.hpp"

#include <nlohmann/json.hpp>

namespace penumbra {

/// What agents that decide an exposure for each segment of a photo have in common: they look at it squeezed to
/// 64 x 64, and their episode holds one edit, the fusion of its copies exposed for each segment
/// (core/edit/fusion/fusion.hpp); segment_steps() gives the steps that led to it, one a segment.
class LocalExposureAgent : public Agent {
 public:
  /// `origin` says where the weights come from: it is stored in every recipe.
  LocalExposureAgent(FusionWeights weights, nlohmann::json origin);
  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) final;

 protected:
  /// An EV as a person would type it: in hundredths, within the range of exposures.
  static double typed_ev(double ev);

 private:
  /// Finds labels and segments of `small`, 64 x 64; the weights of the plan are set.
  virtual void decide(const Image& small, FusionPlan& plan, Progress& progress) = 0;

  FusionWeights weights_;
  nlohmann::json origin_;
};

} // namespace penumbra
