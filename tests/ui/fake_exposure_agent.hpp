// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/edit/fusion/fusion.hpp"

#include <cstddef>

namespace penumbra::test {

/// Three columns: +1.5 EV, -0.75 EV, +0.5 EV.
class FakeExposureAgent : public Agent {
 public:
  Episode run(const Input& input, const AgentSettings&, Progress&) override {
    Episode episode;
    episode.observation = observe(input.photo, 128);
    FusionPlan plan;
    plan.labels = Map(60, 40);
    for (std::size_t i = 0; i < plan.labels.values.size(); ++i) plan.labels.values[i] = float(i % 60 / 20);
    plan.segments = {{1.5, true}, {-0.75, true}, {0.5, true}};
    plan.weights.locality = 1;
    episode.edits = {make_fusion_step(plan)};
    episode.suggested = 1;
    return episode;
  }
};

} // namespace penumbra::test
