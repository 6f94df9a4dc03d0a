// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/rank_states.hpp"

#include <algorithm>

namespace penumbra {

void rank_states(Episode& episode, const Oracle& oracle, Progress& progress, const RankingRule& rule) {
  std::vector<double> scores;
  if (episode.states.empty()) episode.states = states_of(episode);
  const std::vector<Image>& states = episode.states;
  for (const Image& state : states) {
    progress.step(double(scores.size()) / double(states.size()), "Comparing the steps");
    scores.push_back(aesthetic_score(oracle, state));
  }
  progress.step(1.0, "Compared");
  episode.suggested = best_state(scores, vividness(states.front()), rule);
  episode.scores = std::move(scores);
}

void suggest_step(Episode& episode, StepNet& net, Progress& progress) {
  progress.step(0.0, "Comparing the steps");
  if (episode.states.empty()) episode.states = states_of(episode);
  std::vector<double> scores = expected_likeness(net, episode.states);
  progress.step(1.0, "Compared");
  scores.front() += untouched_credit;
  episode.suggested = int(std::max_element(scores.begin(), scores.end()) - scores.begin());
  episode.scores = std::move(scores);
}

} // namespace penumbra
