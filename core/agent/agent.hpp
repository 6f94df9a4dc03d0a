// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"
#include "core/edit/engine/within.hpp"
#include "core/export.hpp"
#include "core/image/image.hpp"
#include "core/progress.hpp"

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace penumbra {

class Pipeline;

/// What an agent that brings a photo to a reference knows of the two besides the states.
struct Goal {
  /// What the states are compared with: the same parts of the reference. Empty where the agent has none.
  Image picture;
  bool same_content = false; ///< whether the reference was taken to show what the photo shows
  bool polished = false;     ///< whether the last state was found by an optimiser
  int queries = 0;           ///< how often the pipeline was asked
};

/// What an agent decided: edits of a photo, and the states that they make of a small copy of it. There is one
/// state more than there are edits, since state 0 is the photo as it was.
///
/// Decided at full strength always: how much of it is applied, and which state is kept, is for whoever
/// applies it (core/tool).
struct Episode {
  Image observation; ///< the photo at the agent's working size: RGB, sRGB-encoded
  std::vector<EditStep> edits;
  Composition composition = Composition::cumulative;
  /// States 0…edits.size() of the observation, or of the parts of it that the agent works on, each rendered
  /// once; empty where it does not work on pictures of its states. A denoise edit's state is that before it:
  /// so small a copy shows no noise.
  std::vector<Image> states;
  /// How good every state is, 0…edits.size(); empty where there is no estimate.
  std::vector<double> scores;
  bool lower_is_better = false; ///< of scores: distances from a goal, not ratings
  int suggested = 0;            ///< the state to preselect, 0…edits.size()
  /// Method, model id, version, settings: goes into the recipe.
  nlohmann::json origin = nlohmann::json::object();
  Goal goal; ///< of agents with a reference
  Part part; ///< of the photo that was looked at and is edited, where it is not all of it
};

/// What an agent looks at. Refers to pictures that live longer.
struct Input {
  Input(const Image& photo_, const Image* reference_ = nullptr) : photo(photo_), reference(reference_) {}
  const Image& photo;
  const Image* reference; ///< the look that is wanted, for agents that have a goal; null: none
};

/// Whether the reference shows what the photo shows.
enum class Content {
  automatic, ///< found out (core/agent/look.hpp)
  same,      ///< finishing: as near to it as the sliders can, pixel by pixel
  other      ///< stylization: its look on the photo's content
};

/// Long side of an observation, in pixels.
inline constexpr int min_working_size = 32, max_working_size = 4096;

/// What the decision depends on; each agent obeys what concerns it. How strongly a decision is applied is
/// not among it.
struct AgentSettings {
  int steps = 6;        ///< low light 1…12, match 1…10
  int working_size = 0; ///< long side of the observation in pixels, 32…4096; 0: the model's own default
  bool denoise = false; ///< low light: look for noise, and take it off in a step of its own
  Content content = Content::automatic; ///< match
  /// Match: goes on from the policy's answer with an optimiser without derivatives (BOBYQA). Towards other
  /// content, where the models have a style net, it does so for a moment in any case where no step is surely
  /// nearer.
  bool polish = false;
  int polish_queries = 150;
  int threads = 0; ///< of the networks; 0: as many as pay
  /// Weights of the aesthetic oracle that compares the steps, Penumbra's or NIMA's on VGG-16 (safetensors,
  /// PyTorch's names); empty: the one among the models.
  std::string oracle = {};
  /// For experiments with match: another pipeline than the product's, which must outlive the run, and the
  /// weights of a policy in place of the shipped one.
  const Pipeline* pipeline = nullptr;
  std::string weights = {};
};

/// A trained system that turns a photo, and a reference where it has a goal, into an episode. Not
/// thread-safe; make one for each thread.
class Agent {
 public:
  virtual ~Agent() = default;
  /// Throws Error; Cancelled.
  virtual Episode run(const Input& input, const AgentSettings& settings, Progress& progress) = 0;
};

/// What the user can choose from.
struct AgentInfo {
  std::string id;    ///< "all-e", the value of --method and of the PDB argument
  std::string title; ///< "ALL-E"
  std::string tool;  ///< "low-light", "local-exposure", "match-look"
};

/// The methods that this build knows, the default of each tool first. Loads nothing.
PENUMBRA_API const std::vector<AgentInfo>& agents();

/// Loads the library that holds LibTorch (once), then the weights of `id` from `models` (empty: where the
/// build or the installation keeps them; the environment variable PENUMBRA_MODELS overrules), checked against
/// the manifest. Throws Error that names the missing or damaged file and how to mend it.
PENUMBRA_API std::unique_ptr<Agent> make_agent(const std::string& id, const std::string& models = {});

/// Begins to make an agent in a thread of its own, which takes about half a second of work; the function that
/// is returned waits for it, and throws what make_agent() throws. A second call of that function makes
/// another agent.
PENUMBRA_API std::function<std::unique_ptr<Agent>()> make_agent_ahead(const std::string& id,
                                                                      const std::string& models = {});

/// The same steps at another strength (0…1.5): what was decided stays, each step that has a strength applies
/// more or less of it. Nothing is decided anew.
PENUMBRA_API std::vector<EditStep> with_strength(std::vector<EditStep> steps, double strength);

/// The states of a cumulative episode, 0…edits.size(): those that it kept, else the observation after each
/// edit as it will be rendered.
PENUMBRA_API std::vector<Image> states_of(const Episode& episode);

/// The recipe of state `state` of an episode. Throws Error where there is none.
PENUMBRA_API Recipe recipe_of(const Episode& episode, int state);

} // namespace penumbra
