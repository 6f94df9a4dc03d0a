// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/sliders.hpp"

#include "core/agent/look.hpp"
#include "core/error.hpp"

#include <limits>

namespace penumbra {

FinishValues sliders_of(const Episode& episode, int state, const Pipeline& pipeline) {
  if (state < 0 || state > int(episode.edits.size()))
    throw Error("Step " + std::to_string(state) + " does not exist.");
  return state == 0 ? neutral_values(pipeline)
                    : pipeline_values(pipeline, episode.edits[std::size_t(state) - 1]);
}

double distance_of(const Episode& episode, const FinishValues& values) {
  if (episode.states.empty() || episode.goal.picture.empty()) return std::numeric_limits<double>::quiet_NaN();
  const Size full{episode.observation.width, episode.observation.height};
  return look_distance(product_pipeline().apply(episode.states.front(), values, full), episode.goal.picture);
}

} // namespace penumbra
