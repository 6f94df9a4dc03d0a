// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/agent/ranking.hpp"
#include "core/nn/torch/oracle.hpp"

namespace penumbra {

/// Scores every state of an episode by the oracle (Episode::scores, mean ratings 1…10) and preselects one
/// (Episode::suggested).
void rank_states(Episode& episode, const Oracle& oracle, Progress& progress, const RankingRule& rule = {});

} // namespace penumbra
