// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/host.hpp"
#include "core/tool/values.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What the tools have in common, and their one course: read, decide, apply, choose the state, render,
/// commit.
namespace penumbra::host {

/// Where agents come from; make_agent outside of tests.
using AgentMaker = std::function<std::unique_ptr<Agent>(const std::string& id)>;

/// Who decides, and how: the settings that no parameter names (threads, working size, oracle).
class Deciding {
 public:
  explicit Deciding(AgentMaker make_, AgentSettings settings_ = {})
      : settings(std::move(settings_)), make_(std::move(make_)) {}
  AgentSettings settings;
  /// Called before an agent is made, and before it is asked.
  std::function<void(const char* part)> begin = [](const char*) {};
  /// The agent of that id, made when it is first asked.
  Agent& agent(const std::string& id);

 private:
  AgentMaker make_;
  std::map<std::string, std::unique_ptr<Agent>> agents_;
};

/// A tool: its table, and what happens between a decision and a recipe. A new tool is a new table and three
/// functions.
struct Tool {
  const Table& table;
  /// The highest number that a state to keep can have under the values.
  int (*last_step)(const Values& values);
  /// `decision` is decision_of() the values: what does not decide cannot be seen. Throws Error; Cancelled.
  Episode (*decide)(const Input& input, const Values& decision, Deciding& deciding, Progress& progress);
  /// What was decided under the values that do not reach the agent: edits as they would be committed, one for
  /// each state but the first, and the suggested state. Holds no pictures. Throws Error.
  Episode (*apply)(const Episode& decided, const Values& values);
  /// "Auto Enhance Low Light (ALL-E, step 4 of 6)".
  std::string (*title)(const Values& values, const Episode& applied, int state);

  /// Beyond the ranges of the table; null: nothing. Throws Error.
  void (*check)(const Values& values) = nullptr;
  /// Whether a reference must be read for these values; null: never.
  bool (*wants_reference)(const Values& values) = nullptr;
  /// The state to commit; null: that of the parameter "step" as far as there are states, else the suggested.
  int (*state)(const Episode& applied, const Values& values) = nullptr;
  /// The layers of a recipe, where the tool can give any.
  std::vector<StackLayer> (*layers)(const Recipe& recipe, const Image& photo, Progress& progress) = nullptr;
  double deciding_share = 0.2; ///< of the time that the whole takes
};

/// The tools, in the order of the menus.
const std::vector<const Tool*>& tools();
/// Null where there is none of that id.
const Tool* find_tool(const std::string& id);

/// Throws Error that names the value, what it is and what it may be.
void check(const Tool& tool, const Values& values);

/// Lenient, see to_json(). Presets and recipes of earlier versions read.
Values values_from_json(const Tool& tool, const nlohmann::json& stored);

/// The values that a recipe was made with (its origin's "values"); nothing where `recipe` is no text of a
/// recipe of this tool.
std::optional<Values> values_of_recipe(const Tool& tool, const std::string& recipe);

/// The state that would be committed of an applied episode.
int state_of(const Tool& tool, const Episode& applied, const Values& values);

/// What was decided on, by the agent alone or by a person in the dialog: the values to remember, "step" -1
/// where the suggestion was accepted, so that Repeat lets the agent choose again; and the episode as it was
/// decided, before anything of the values was applied.
struct Choosing {
  Values values;
  Episode decided;
};

/// The recipe of what was chosen, with the tool and its values among its origin.
Recipe recipe_for(const Tool& tool, const Choosing& chosen);

/// Reads the reference that the values name. Throws Error.
using ReferenceReader = std::function<Image(const Values& values)>;

/// The reference that the values name: what `read` reads, or, where they name a look-up table (.cube), the photo
/// seen through it. Throws Error.
Image reference_for(const Image& photo, const Values& values, const ReferenceReader& read);

/// Stands in for the dialog: shows `photo`, starts from `values`; nothing returned: the user cancelled.
using Chooser = std::function<std::optional<Choosing>(Host& host, std::shared_ptr<const Image> photo,
                                                      const Values& values)>;

enum class Outcome {
  committed,
  unchanged, ///< the result is the photo itself: there was nothing to write
  cancelled
};

/// What a run needs besides its host.
struct Means {
  Chooser choose = {}; ///< serves the run mode `interactive`; empty: that mode works like the others
  AgentMaker make = [](const std::string& id) { return make_agent(id); };
  ReferenceReader reference = {}; ///< for tools that want one
  AgentSettings settings = {};    ///< what no parameter names
  /// Is told what was decided and what is to be committed, before it is rendered.
  std::function<void(const Choosing& chosen, const Episode& applied, int state)> chosen = {};
};

/// The course of every tool in every host. Nothing of the host's image is touched before everything is
/// computed. `values` are checked first, and are what was chosen afterwards (unchanged where the run was
/// cancelled). Throws Error with a sentence for the user; the image is then as it was.
Outcome run(Host& host, const Tool& tool, Values& values, const Means& means = {});

/// make_agent, beginning at once, in a thread of its own, with the agent that the values will ask for, if
/// any: it takes about half a second of work, which the picture can be read in.
AgentMaker make_ahead(const Tool& tool, const Values& values);

/// Title of a method, or the id itself where it is not known.
std::string method_title(const Values& values);

/// The parameter tables of the documentation, in Markdown: of a tool, and core/tool/parameters.md.
std::string parameters_as_markdown(const Table& table);
std::string parameters_as_markdown();

} // namespace penumbra::host
