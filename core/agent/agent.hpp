#pragma once

#include "core/edit/engine/edit.hpp"
#include "core/export.hpp"
#include "core/image/image.hpp"
#include "core/progress.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace penumbra {

/// What an agent did: the small picture it worked on and the steps it took, each of them an edit of its own.
struct Episode {
  Image observation; ///< RGB, sRGB-encoded, the agent's working size: the state before the first step
  std::vector<EditStep> steps; ///< in order; state t is the observation after the first t steps
  /// Estimated quality of state 0…steps.size() (higher is better), or empty where there is no estimate.
  std::vector<double> scores;
  int best = 0; ///< the state to preselect, 0…steps.size()
  nlohmann::json origin =
      nlohmann::json::object(); ///< method, model id, version, settings: goes into the recipe
};

struct AgentSettings {
  int steps = 6;         ///< 1…12
  int working_size = 0;  ///< long side of the observation in pixels; 0: the model's own default
  double strength = 1.0; ///< 0…1.5
  double denoise = 0;    ///< 0: off; up to 1: share of the noise that is taken off, where the method can
  double clarity = 0;    ///< 0: off; up to 1: how much local contrast is raised
  int threads = 0;       ///< 0: all cores
  /// Weights of the aesthetic oracle that compares the steps, Penumbra's or NIMA's on VGG-16 (safetensors,
  /// PyTorch's names); empty: the one among the models.
  std::string oracle = {};
};

/// A trained system that turns a photo into an episode. Not thread-safe; make one for each thread.
class Agent {
 public:
  virtual ~Agent() = default;
  virtual Episode run(const Image& photo, const AgentSettings& settings, Progress& progress) = 0;
};

/// What the user can choose from.
struct AgentInfo {
  std::string id;    ///< "all-e", the value of --method and of the PDB argument
  std::string title; ///< "ALL-E"
  std::string tool;  ///< "low-light", "local-exposure"
};

/// The methods that this build knows, the default first. Loads nothing.
PENUMBRA_API const std::vector<AgentInfo>& agents();

/// Loads the library that holds LibTorch (once), then the weights of `id` from `models` (empty: where the
/// build or the installation keeps them; the environment variable PENUMBRA_MODELS overrules), checked against
/// the manifest. Throws Error that names the missing or damaged file and how to mend it.
PENUMBRA_API std::unique_ptr<Agent> make_agent(const std::string& id, const std::string& models = {});

/// The same steps at another strength (0…1.5): what was decided stays, each step that has a strength applies
/// more or less of it. Nothing is decided anew.
PENUMBRA_API std::vector<EditStep> with_strength(std::vector<EditStep> steps, double strength);

/// The recipe of the first `step` steps of an episode.
PENUMBRA_API Recipe recipe_of(const Episode& episode, int step);

} // namespace penumbra
