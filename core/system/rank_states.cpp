#include "core/system/rank_states.hpp"

namespace penumbra {

std::vector<Image> states_of(const Episode& episode) {
  std::vector<Image> states{episode.observation};
  for (const EditStep& step : episode.steps) {
    Image state = states.back();
    PreparedRecipe({step}, state, {state.width, state.height}).apply(state, 0, 0);
    states.push_back(std::move(state));
  }
  return states;
}

void rank_states(Episode& episode, const Oracle& oracle, Progress& progress, const RankingRule& rule) {
  std::vector<double> scores;
  const std::vector<Image> states = states_of(episode);
  for (const Image& state : states) {
    progress.step(double(scores.size()) / double(states.size()), "Comparing the steps");
    scores.push_back(aesthetic_score(oracle, state));
  }
  progress.step(1.0, "Compared");
  episode.best = best_state(scores, vividness(states.front()), rule);
  episode.scores = std::move(scores);
}

} // namespace penumbra
