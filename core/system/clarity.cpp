#include "core/system/clarity.hpp"

#include "core/edit/clarity/clarity.hpp"

#include <utility>

namespace penumbra {
namespace {

class ClarifiedAgent : public Agent {
 public:
  explicit ClarifiedAgent(std::unique_ptr<Agent> agent) : agent_(std::move(agent)) {}

  Episode run(const Image& photo, const AgentSettings& settings, Progress& progress) override {
    Episode episode = agent_->run(photo, settings, progress);
    if (settings.clarity > 0) add_clarity(episode, settings.clarity);
    return episode;
  }

 private:
  std::unique_ptr<Agent> agent_;
};

} // namespace

void add_clarity(Episode& episode, double amount) {
  const bool left_alone = episode.best == 0;
  const int before = left_alone ? int(episode.steps.size()) : episode.best;
  episode.steps.insert(episode.steps.begin() + before, make_clarity_step(amount));
  if (!episode.scores.empty())
    episode.scores.insert(episode.scores.begin() + before + 1, episode.scores[std::size_t(before)]);
  if (!left_alone) ++episode.best;
  episode.origin["clarity"] = amount;
}

std::unique_ptr<Agent> clarified(std::unique_ptr<Agent> agent) {
  return std::make_unique<ClarifiedAgent>(std::move(agent));
}

} // namespace penumbra
