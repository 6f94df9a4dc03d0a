// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/ranked.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/system/rank_states.hpp"

#include <map>
#include <mutex>
#include <optional>

namespace penumbra {
namespace {

/// What compares the steps of an episode: the network that is made for it, or an oracle of aesthetics.
struct Judges {
  std::optional<StepNet> steps;
  std::shared_ptr<const Oracle> oracle;
};

/// The oracle of `file`; where no file is named, the step network of the manifest, and the oracle of the manifest
/// where that lists none. The photo's steps are not compared where it has neither.
const Judges& shared_judges(const std::string& file, const std::string& models_folder) {
  static std::mutex mutex;
  // Never destroyed: at the end of the program LibTorch may be gone first.
  static auto& loaded = *new std::map<std::string, Judges>;
  const std::lock_guard lock(mutex);
  const std::string key = file.empty() ? models_folder + '/' : file;
  const auto found = loaded.find(key);
  if (found != loaded.end()) return found->second;
  Judges judges;
  if (!file.empty()) {
    judges.oracle = load_oracle(file);
  } else {
    for (const ModelEntry& entry : list_models(models_folder))
      if (entry.id == "steps")
        judges.steps = guarded([&] { return load_step_net(load_model(models_folder, entry)); });
    if (!judges.steps) judges.oracle = find_oracle(models_folder);
  }
  return loaded[key] = std::move(judges);
}

class Ranked : public Agent {
 public:
  Ranked(std::unique_ptr<Agent> agent, std::string models_folder)
      : agent_(std::move(agent)), models_folder_(std::move(models_folder)) {}

  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override {
    SubProgress deciding(progress, 0, 0.85), comparing(progress, 0.85, 1);
    Episode episode = agent_->run(input, settings, deciding);
    Judges judges = shared_judges(settings.oracle, models_folder_);
    if (judges.steps)
      suggest_step(episode, *judges.steps, comparing);
    else if (judges.oracle)
      guarded([&] { rank_states(episode, *judges.oracle, comparing); });
    progress.step(1.0, "Decided");
    return episode;
  }

 private:
  std::unique_ptr<Agent> agent_;
  std::string models_folder_;
};

} // namespace

std::unique_ptr<Agent> ranked(std::unique_ptr<Agent> agent, std::string models_folder) {
  return std::make_unique<Ranked>(std::move(agent), std::move(models_folder));
}

} // namespace penumbra
