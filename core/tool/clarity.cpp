// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/clarity.hpp"

#include "core/edit/clarity/clarity.hpp"

namespace penumbra {

void add_clarity(Episode& episode, double amount) {
  const bool left_alone = episode.suggested == 0;
  const int before = left_alone ? int(episode.edits.size()) : episode.suggested;
  episode.edits.insert(episode.edits.begin() + before, make_clarity_step(amount));
  if (!episode.scores.empty())
    episode.scores.insert(episode.scores.begin() + before + 1, episode.scores[std::size_t(before)]);
  episode.states.clear(); // nobody rendered its state
  if (!left_alone) ++episode.suggested;
  episode.origin["clarity"] = amount;
}

} // namespace penumbra
