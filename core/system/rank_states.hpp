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

/// By how many dB some state must be expected to exceed the untouched photo, or that stays: what is hardly better
/// is not worth a change.
inline constexpr double min_step_gain = 0.5;

/// And by how many dB a later state may fall short of the best and is still suggested: an agent aims at its last
/// state, and a photo that is still too dark is missed more than one that is a little too bright.
inline constexpr double step_tie = 1.0;

/// Scores every state of an episode by what `net` expects of it (Episode::scores, dB) and suggests the latest state
/// within `step_tie` of the one that it expects most of; the photo itself stays where no other exceeds it by more
/// than `min_step_gain`.
void suggest_step(Episode& episode, StepNet& net, Progress& progress);

} // namespace penumbra
