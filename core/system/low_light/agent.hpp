// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/system/low_light/system.hpp"

#include <nlohmann/json.hpp>

namespace penumbra {

/// An agent of curve steps: ALL-E and ReLLIE differ in their system only. Decides on a small copy of the
/// photo, by the expected strength under its policy, and advances that copy with the very edit that will be
/// rendered on the photo.
class LowLightAgent : public Agent {
 public:
  /// `origin` says where the weights come from: it is stored in every recipe.
  LowLightAgent(LowLightSystem system, PixelNet net, int working_size, nlohmann::json origin);
  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override;

 private:
  LowLightSystem system_;
  PixelNet net_;
  int working_size_;
  nlohmann::json origin_;
};

/// Throws Error where steps or working size are out of range.
void check(const AgentSettings& settings);

} // namespace penumbra
