// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/tool.hpp"

#include "core/edit/finish/lookup_table.hpp"
#include "core/tool/decision.hpp"
#include "core/tool/local_exposure.hpp"
#include "core/tool/low_light.hpp"
#include "core/tool/match_look.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace penumbra::host {

using nlohmann::json;

namespace {

constexpr double rendered = 0.9; ///< of the whole progress

/// The older names of tools, in recipes.
std::string present_id(const std::string& tool) {
  return tool == "match" ? "match-look" : tool;
}

/// Why a value cannot be; empty where it can. The state to keep depends on other values: see check().
std::string problem_of(const Table& table, const Parameter& parameter, const json& value) {
  switch (parameter.type) {
  case Type::method:
  case Type::choice:
  case Type::output: {
    std::string known;
    for (const Choice& choice : choices_of(table, parameter)) {
      if (value == choice.id) return {};
      known += (known.empty() ? "\"" : ", \"") + std::string(choice.id) + "\"";
    }
    return std::string("There is no ") + parameter.noun + " \"" + value.get<std::string>() +
           "\"; known are: " + known + ".";
  }
  case Type::whole: {
    const int number = value.get<int>();
    if (number >= parameter.min && number <= parameter.max) return {};
    return std::string("The ") + parameter.noun + " is " + std::to_string(number) + "; it must be " +
           range_text(table, parameter) + ".";
  }
  case Type::amount: {
    const double number = value.get<double>();
    if (number >= parameter.min && number <= parameter.max) return {};
    return std::string("The ") + parameter.noun + " is out of range; it must be " +
           range_text(table, parameter) + ".";
  }
  default:
    return {};
  }
}

std::string problem_of_step(const Tool& tool, const Values& values) {
  const Parameter* parameter = find_parameter(tool.table, Type::step);
  if (!parameter) return {};
  const int step = values.get<int>(parameter->id), last = tool.last_step(values);
  if (step >= -1 && step <= last) return {};
  return std::string("The ") + parameter->noun + " is " + std::to_string(step) + "; it must be 0 to " +
         std::to_string(last) + ", or -1 for the agent's own choice.";
}

/// Those of the stored changes that can be.
void take_changes(const Tool& tool, const Parameter& parameter, const json& stored, Values& values) {
  const auto found = stored.find(parameter.id);
  if (found == stored.end() || !found->is_object()) return;
  for (const auto& item : found->items()) try {
      json changes = values.at(parameter.id);
      changes[item.key()] = item.value();
      Values with = values;
      with.set(parameter.id, changes);
      if (tool.check) tool.check(with);
      values = with;
    } catch (const Error&) {
    }
}

Output output_of(const Values& values) {
  const Parameter* parameter = find_parameter(values.table(), Type::output);
  if (!parameter) return Output::in_place;
  for (int i = 0; i < int(std::size(outputs)); ++i)
    if (values.at(parameter->id) == outputs[i].id) return Output(i);
  return Output::in_place;
}

std::optional<Choosing> decide(Host& host, const Tool& tool, const Image& photo, const Values& values,
                               const Means& means) {
  SubProgress part(host.progress(), 0.0, tool.deciding_share);
  Image reference;
  const bool wanted = tool.wants_reference && tool.wants_reference(values);
  if (wanted) {
    host.begin("read the reference");
    reference = reference_for(photo, values, means.reference);
  }
  Deciding deciding(means.make, means.settings);
  deciding.begin = [&](const char* name) {
    host.begin(name);
    part.step(0.0, std::string_view(name) == "load" ? "Loading the model" : "Looking at the photo");
  };
  return Choosing{values, host::decide(tool, {photo, wanted ? &reference : nullptr}, decision_of(values),
                                       deciding, part)};
}

Recipe recipe_of(const Tool& tool, const Values& values, const Episode& applied, int state) {
  Recipe recipe = penumbra::recipe_of(applied, state);
  recipe.origin["tool"] = tool.table.id;
  recipe.origin["values"] = to_json(values);
  return recipe;
}

Outcome commit(Host& host, const Tool& tool, std::shared_ptr<const Image> photo, const Choosing& chosen,
               const Episode& applied, int state) {
  const Output output = output_of(chosen.values);
  const Recipe recipe = recipe_of(tool, chosen.values, applied, state);
  const std::string title = tool.title(chosen.values, applied, state);
  Progress& progress = host.progress();
  SubProgress part(progress, tool.deciding_share, rendered);
  host.begin("render");
  if (output == Output::layer_stack) {
    const std::vector<StackLayer> stack = tool.layers(recipe, *photo, part);
    progress.step(rendered, "Writing the layers");
    host.commit_stack(
        stack,
        [&](const StackLayer& layer) {
          return layer.ev == 0 ? *photo : exposed(*photo, layer.ev, layer.shoulder);
        },
        recipe, title);
  } else {
    Image result = render(recipe.steps, *photo, part, host.render_options());
    if (result.pixels == photo->pixels && !host.writes_unchanged()) {
      progress.report(1.0, "Done");
      return Outcome::unchanged;
    }
    photo.reset(); // nobody needs it while the result is written
    progress.step(rendered, "Writing the result");
    host.commit(std::move(result), recipe, output, title);
  }
  progress.report(1.0, "Done");
  return Outcome::committed;
}

Outcome run_unguarded(Host& host, const Tool& tool, Values& values, const Means& means) {
  check(tool, values);
  host.begin("read");
  auto photo = std::make_shared<const Image>(host.read());
  const std::optional<Choosing> chosen = host.run_mode() == RunMode::interactive && means.choose
                                             ? means.choose(host, photo, values)
                                             : decide(host, tool, *photo, values, means);
  if (!chosen) return Outcome::cancelled;
  const Episode applied = apply(tool, chosen->decided, chosen->values);
  const int state = state_of(tool, applied, chosen->values);
  if (means.chosen) means.chosen(*chosen, applied, state);
  const Outcome outcome = state == 0 && !host.writes_unchanged()
                              ? Outcome::unchanged
                              : commit(host, tool, std::move(photo), *chosen, applied, state);
  const Parameter* step = find_parameter(tool.table, Type::step);
  if (state == 0 && tool.table.nothing_to_do && step && chosen->values.get<int>(step->id) < 0)
    host.message(tool.table.nothing_to_do);
  else if (outcome == Outcome::unchanged && output_of(chosen->values) != Output::in_place)
    host.message("The result is the photo as it was, so no layer was made.");
  values = chosen->values;
  return outcome;
}

} // namespace

Agent& Deciding::agent(const std::string& id) {
  std::unique_ptr<Agent>& found = agents_[id];
  if (!found) {
    begin("load");
    found = make_(id);
  }
  begin("decide");
  return *found;
}

const std::vector<const Tool*>& tools() {
  static const std::vector<const Tool*> all{&low_light_tool(), &local_exposure_tool(), &match_look_tool()};
  return all;
}

const Tool* find_tool(const std::string& id) {
  for (const Tool* tool : tools())
    if (present_id(id) == tool->table.id) return tool;
  return nullptr;
}

void check(const Tool& tool, const Values& values) {
  for (const Parameter& parameter : tool.table.parameters)
    if (const std::string problem = problem_of(tool.table, parameter, values.at(parameter.id));
        !problem.empty())
      throw Error(problem);
  if (const std::string problem = problem_of_step(tool, values); !problem.empty()) throw Error(problem);
  if (tool.check) tool.check(values);
}

Values values_from_json(const Tool& tool, const json& stored) {
  Values values(tool.table);
  if (!stored.is_object()) return values;
  const auto take = [&](const Parameter& parameter, auto&& fits) {
    const auto found = stored.find(parameter.id);
    if (found == stored.end()) return;
    try {
      Values with = values;
      with.set(parameter.id, *found);
      if (fits(with)) values = with;
    } catch (const Error&) { // of another kind
    }
  };
  for (const Parameter& parameter : tool.table.parameters) {
    if (parameter.type == Type::changes)
      take_changes(tool, parameter, stored, values);
    else if (parameter.type != Type::step)
      take(parameter, [&](const Values& with) {
        return problem_of(tool.table, parameter, with.at(parameter.id)).empty();
      });
  }
  // How many states there are depends on the others.
  if (const Parameter* step = find_parameter(tool.table, Type::step))
    take(*step, [&](const Values& with) { return problem_of_step(tool, with).empty(); });
  return values;
}

std::optional<Values> values_of_recipe(const Tool& tool, const std::string& recipe) {
  try {
    const json origin = recipe_from_json(recipe).origin;
    if (present_id(origin.value("tool", "")) != tool.table.id || !origin.contains("values"))
      return std::nullopt;
    return values_from_json(tool, origin["values"]);
  } catch (const std::exception&) {
    return std::nullopt; // damaged, or of a later version: the user then starts from the last values
  }
}

int state_of(const Tool& tool, const Episode& applied, const Values& values) {
  if (tool.state) return tool.state(applied, values);
  const Parameter* parameter = find_parameter(tool.table, Type::step);
  const int wanted = parameter ? values.get<int>(parameter->id) : -1;
  return wanted < 0 ? applied.suggested : std::min(wanted, int(applied.edits.size()));
}

Recipe recipe_for(const Tool& tool, const Choosing& chosen) {
  const Episode applied = apply(tool, chosen.decided, chosen.values);
  return recipe_of(tool, chosen.values, applied, state_of(tool, applied, chosen.values));
}

Outcome run(Host& host, const Tool& tool, Values& values, const Means& means) {
  try {
    return run_unguarded(host, tool, values, means);
  } catch (const Cancelled&) {
    return Outcome::cancelled;
  } catch (const std::bad_alloc&) {
    throw Error("There is not enough memory for a picture of this size. Close other images and try again, "
                "or select a part of the layer.");
  }
}

AgentMaker make_ahead(const Tool& tool, const Values& values) {
  const AgentMaker plain = [](const std::string& id) { return make_agent(id); };
  if (tool.wants_reference && !tool.wants_reference(values)) return plain;
  const Parameter* method = find_parameter(tool.table, Type::method);
  std::string wanted = method ? values.get<std::string>(method->id) : "";
  if (!method)
    for (const AgentInfo& info : agents())
      if (wanted.empty() && info.tool == tool.table.id) wanted = info.id;
  if (wanted.empty()) return plain;
  return [plain, wanted, ahead = make_agent_ahead(wanted)](const std::string& id) {
    return id == wanted ? ahead() : plain(id);
  };
}

Image reference_for(const Image& photo, const Values& values, const ReferenceReader& read) {
  const Parameter* picture = find_parameter(values.table(), Type::picture);
  const std::string file = picture ? values.get<std::string>(picture->id) : "";
  if (is_cube_name(file)) return applied(read_cube(file), photo);
  if (!read) throw Error("There is no reference.");
  return read(values);
}

std::string method_title(const Values& values) {
  const Parameter* method = find_parameter(values.table(), Type::method);
  if (!method) return {};
  for (const Choice& choice : choices_of(values.table(), *method))
    if (values.at(method->id) == choice.id) return choice.title;
  return values.get<std::string>(method->id);
}

} // namespace penumbra::host
