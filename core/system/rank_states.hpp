// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/agent/ranking.hpp"
#include "core/nn/torch/oracle.hpp"
#include "core/nn/torch/step_net.hpp"

namespace penumbra {

/// Scores every state of an episode by the oracle (Episode::scores, mean ratings 1…10) and preselects one
/// (Episode::suggested).
void rank_states(Episode& episode, const Oracle& oracle, Progress& progress, const RankingRule& rule = {});

/// How many dB the untouched photo is credited with: some state must be expected to exceed it by more, or it stays.
/// So much because a good photo that is changed is worse than a dim one that is left, for which the next step is one
/// click away (models/steps/history.md gives the figures of other credits).
inline constexpr double untouched_credit = 3.5;

/// Scores every state of an episode by what `net` expects of it (Episode::scores, dB), the untouched photo with its
/// credit, and suggests the state of the highest score, the first of equals.
void suggest_step(Episode& episode, StepNet& net, Progress& progress);

} // namespace penumbra
