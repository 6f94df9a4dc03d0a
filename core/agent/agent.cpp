#include "core/agent/agent.hpp"

#include "core/agent/library.hpp"
#include "core/error.hpp"
#include "core/nn/interface/library.hpp"
#include "core/model/manifest.hpp"

#include <algorithm>

namespace penumbra {

const std::vector<AgentInfo>& agents() {
  static const std::vector<AgentInfo> all{
      {"all-e", "ALL-E", "low-light"},
      {"rellie", "ReLLIE", "low-light"},
      {"deep-exposure-ii", "DeepExposure II", "local-exposure"},
      {"deep-exposure-i", "DeepExposure I", "local-exposure"},
  };
  return all;
}

std::unique_ptr<Agent> make_agent(const std::string& id, const std::string& models) {
  const auto& known = agents();
  if (std::none_of(known.begin(), known.end(), [&](const AgentInfo& info) { return info.id == id; })) {
    std::string names;
    for (const AgentInfo& info : known) names += (names.empty() ? "" : ", ") + info.id;
    throw Error("There is no method \"" + id + "\"; known are: " + names + ".");
  }
  auto* make = reinterpret_cast<MakeAgent*>(networks_function("penumbra_make_agent"));
  std::unique_ptr<Agent> agent;
  make(id.c_str(), models_folder(models).c_str(), &agent);
  return agent;
}

std::vector<EditStep> with_strength(std::vector<EditStep> steps, double strength) {
  for (EditStep& step : steps)
    if (step.parameters.contains("strength")) step.parameters["strength"] = strength;
  return steps;
}

Recipe recipe_of(const Episode& episode, int step) {
  if (step < 0 || step > int(episode.steps.size()))
    throw Error("Step " + std::to_string(step) + " does not exist; there are steps 0 to " +
                std::to_string(episode.steps.size()) + ".");
  Recipe recipe;
  recipe.steps.assign(episode.steps.begin(), episode.steps.begin() + step);
  recipe.origin = episode.origin;
  recipe.origin["step"] = step;
  return recipe;
}

} // namespace penumbra
