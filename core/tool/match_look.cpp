// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/match_look.hpp"

#include <algorithm>

namespace penumbra::host {

using nlohmann::json;

namespace {

const json& hand_of(const Values& values) {
  return values.at("by-hand");
}

bool has_reference(const Values& values) {
  return !values.at("reference").get_ref<const std::string&>().empty() || values.get<int>("layer") != -1;
}

bool all_by_hand(const Values& values) {
  return hand_of(values).size() == std::size_t(finish_sliders);
}

/// Where every slider is set by hand nobody need be asked; where some are and there is no reference, nobody
/// can be.
bool wants_reference(const Values& values) {
  return hand_of(values).empty() || (has_reference(values) && !all_by_hand(values));
}

int last_step(const Values& values) {
  return wants_reference(values) ? values.get<int>("steps") + 1 : 0;
}

Episode decide(const Input& input, const Values& decision, Deciding& deciding, Progress& progress) {
  if (!input.reference) {
    Episode nothing;
    nothing.composition = Composition::alternatives;
    return nothing;
  }
  Agent& agent = deciding.agent("pix-tuner");
  AgentSettings settings = deciding.settings;
  settings.steps = decision.get<int>("steps");
  settings.polish = decision.get<bool>("polish");
  const std::string content = decision.get<std::string>("content");
  settings.content = content == "same"    ? Content::same
                     : content == "other" ? Content::other
                                          : Content::automatic;
  return agent.run(input, settings, progress);
}

Episode apply(const Episode& decided, const Values& values) {
  const double strength = values.get<double>("strength");
  const bool by_hand = !hand_of(values).empty();
  const int last = int(decided.edits.size()) + (by_hand ? 1 : 0);
  Episode out;
  out.composition = Composition::alternatives;
  for (int state = 1; state <= last; ++state)
    out.edits.push_back(make_finish_step(sliders_at(decided, values, state), strength));
  out.scores = decided.scores;
  out.lower_is_better = true;
  out.suggested = decided.suggested;
  out.origin = decided.origin;
  out.origin["strength"] = strength;
  if (by_hand) out.origin["by_hand"] = true;
  return out;
}

int state(const Episode& applied, const Values& values) {
  const int last = int(applied.edits.size()), wanted = values.get<int>("step");
  if (hand_of(values).empty()) return wanted < 0 ? applied.suggested : std::min(wanted, last);
  return finish_values(applied.edits.back()) == neutral_values(product_pipeline()) ? 0 : last;
}

std::string title(const Values& values, const Episode&, int state) {
  return std::string(values.table().title) + " (" +
         (hand_of(values).empty() ? "step " + std::to_string(state) : std::string("by hand")) + ")";
}

void check_changes(const Values& values) {
  with_changes(neutral_values(product_pipeline()), hand_of(values));
}

} // namespace

const Tool& match_look_tool() {
  static const Tool tool{.table = match_look_table(),
                         .last_step = last_step,
                         .decide = decide,
                         .apply = apply,
                         .title = title,
                         .check = check_changes,
                         .wants_reference = wants_reference,
                         .state = state};
  return tool;
}

json changes_of(const FinishValues& sliders) {
  json out = json::object();
  for (std::size_t i = 0; i < sliders.size(); ++i) out[finish_table()[i].name] = sliders[i];
  return out;
}

FinishValues with_changes(FinishValues base, const json& changes) {
  for (const auto& item : changes.items()) {
    const auto& table = finish_table();
    const auto slider =
        std::find_if(table.begin(), table.end(), [&](const Slider& one) { return item.key() == one.name; });
    if (slider == table.end()) {
      std::string names;
      for (const Slider& one : table) names += (names.empty() ? "" : ", ") + std::string(one.name);
      throw Error("\"" + item.key() + "\" names no slider; there are " + names + ", as in contrast=0.2.");
    }
    const json& value = item.value();
    if (!value.is_number() || !(value.get<double>() >= slider->min && value.get<double>() <= slider->max))
      throw Error(value.dump() + " is no value for " + slider->name + ": give a number from " +
                  number_text(slider->min) + " to " + number_text(slider->max) + ".");
    base[std::size_t(slider - table.begin())] = value.get<double>();
  }
  return base;
}

FinishValues sliders_at(const Episode& decided, const Values& values, int state) {
  const int last = int(decided.edits.size());
  if (state <= last) return sliders_of(decided, state);
  const int step = values.get<int>("step");
  const int base = step < 0 ? decided.suggested : std::min(step, last);
  return with_changes(sliders_of(decided, base), hand_of(values));
}

std::optional<FinishValues> by_hand(const Values& values) {
  if (!all_by_hand(values)) return std::nullopt;
  return with_changes(neutral_values(product_pipeline()), hand_of(values));
}

} // namespace penumbra::host
