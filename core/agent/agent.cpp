#include "core/agent/agent.hpp"

#include "core/agent/library.hpp"
#include "core/error.hpp"
#include "core/nn/manifest.hpp"

#include <algorithm>
#include <dlfcn.h>
#include <filesystem>

namespace penumbra {
namespace {

/// The entry point of libpenumbra-agents, which is loaded at the first use only: it brings LibTorch, a third
/// of a second.
MakeAgent* entry_point() {
  static MakeAgent* const entry = [] {
    Dl_info info{};
    std::string path = "libpenumbra-agents.so";
    if (dladdr(reinterpret_cast<const void*>(&make_agent), &info) && info.dli_fname)
      path = (std::filesystem::path(info.dli_fname).parent_path() / path).string();
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
      throw Error(std::string("The library of the agents cannot be loaded: ") + dlerror() +
                  ". Is LibTorch installed (package libtorch1.13)?");
    void* symbol = dlsym(library, "penumbra_make_agent");
    if (!symbol)
      throw Error("The library of the agents, " + path + ", belongs to another version of Penumbra.");
    return reinterpret_cast<MakeAgent*>(symbol);
  }();
  return entry;
}

} // namespace

const std::vector<AgentInfo>& agents() {
  static const std::vector<AgentInfo> all{
      {"all-e", "ALL-E", "low-light"},
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
  std::unique_ptr<Agent> agent;
  entry_point()(id.c_str(), models_folder(models).c_str(), &agent);
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
