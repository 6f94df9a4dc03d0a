#pragma once

#include "core/agent/agent.hpp"
#include "core/agent/ranking.hpp"
#include "core/nn/torch/oracle.hpp"

namespace penumbra {

/// The states of an episode at its working size, 0…steps.size(): the observation after each step as it will
/// be rendered, the step's strength included.
std::vector<Image> states_of(const Episode& episode);

/// Scores every state of an episode by the oracle (Episode::scores, mean ratings 1…10) and preselects one
/// (Episode::best).
void rank_states(Episode& episode, const Oracle& oracle, Progress& progress, const RankingRule& rule = {});

} // namespace penumbra
