// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/ranked.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/system/rank_states.hpp"

#include <map>
#include <mutex>

namespace penumbra {
namespace {

/// Null where no file is named and the folder lists no oracle.
std::shared_ptr<const Oracle> shared_oracle(const std::string& file, const std::string& models_folder) {
  static std::mutex mutex;
  // Never destroyed: at the end of the program LibTorch may be gone first.
  static auto& loaded = *new std::map<std::string, std::shared_ptr<const Oracle>>;
  const std::lock_guard lock(mutex);
  const std::string key = file.empty() ? models_folder + '/' : file;
  const auto found = loaded.find(key);
  if (found != loaded.end()) return found->second;
  return loaded[key] = file.empty() ? find_oracle(models_folder) : load_oracle(file);
}

class Ranked : public Agent {
 public:
  Ranked(std::unique_ptr<Agent> agent, std::string models_folder)
      : agent_(std::move(agent)), models_folder_(std::move(models_folder)) {}

  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override {
    SubProgress deciding(progress, 0, 0.85), comparing(progress, 0.85, 1);
    Episode episode = agent_->run(input, settings, deciding);
    if (const auto oracle = shared_oracle(settings.oracle, models_folder_))
      guarded([&] { rank_states(episode, *oracle, comparing); });
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
