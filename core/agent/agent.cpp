// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/agent.hpp"

#include "core/agent/library.hpp"
#include "core/agent/methods.hpp"
#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/interface/library.hpp"

#include <algorithm>
#include <future>

namespace penumbra {

const std::vector<AgentInfo>& agents() {
  static const std::vector<AgentInfo> all = [] {
    std::vector<AgentInfo> rows;
    for (const MethodRow& row : methods) rows.push_back({row.id, row.title, row.tool});
    return rows;
  }();
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

std::function<std::unique_ptr<Agent>()> make_agent_ahead(const std::string& id, const std::string& models) {
  const auto ahead = std::make_shared<std::future<std::unique_ptr<Agent>>>(
      std::async(std::launch::async, [id, models] { return make_agent(id, models); }));
  return [ahead, id, models] { return ahead->valid() ? ahead->get() : make_agent(id, models); };
}

std::vector<EditStep> with_strength(std::vector<EditStep> steps, double strength) {
  for (EditStep& step : steps)
    if (step.parameters.contains("strength")) step.parameters["strength"] = strength;
  return steps;
}

std::vector<Image> states_of(const Episode& episode) {
  if (!episode.states.empty()) return episode.states;
  std::vector<Image> states{episode.observation};
  for (const EditStep& step : episode.edits) {
    Image state = states.back();
    PreparedRecipe({step}, state, {state.width, state.height}).apply(state, 0, 0);
    states.push_back(std::move(state));
  }
  return states;
}

Recipe recipe_of(const Episode& episode, int state) {
  const std::vector<EditStep>& edits = episode.edits;
  if (state < 0 || state > int(edits.size()))
    throw Error("Step " + std::to_string(state) + " does not exist; there are steps 0 to " +
                std::to_string(edits.size()) + ".");
  Recipe recipe;
  const bool alone = episode.composition == Composition::alternatives && state > 0;
  recipe.steps.assign(edits.begin() + (alone ? state - 1 : 0), edits.begin() + state);
  recipe.origin = episode.origin;
  recipe.origin["step"] = state;
  return recipe;
}

} // namespace penumbra
