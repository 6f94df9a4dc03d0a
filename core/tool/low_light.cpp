#include "core/tool/low_light.hpp"

#include "core/error.hpp"
#include "core/tool/clarity.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace penumbra::host {
namespace {

using nlohmann::json;

constexpr int most_steps = 12;
constexpr const char* tool = "low-light";

// Of the whole progress; deciding at a small size and rendering big take about the same time.
constexpr double decided = 0.5, rendered = 0.9;

Choice decide(const Image& photo, const LowLightValues& values, const AgentMaker& make, Progress& progress) {
  SubProgress part(progress, 0.0, decided);
  part.step(0.0, "Loading the model");
  const std::unique_ptr<Agent> agent = make(values.method);
  part.step(0.0, "Looking at the photo");
  AgentSettings settings;
  settings.steps = values.steps;
  settings.denoise = values.denoise > 0;
  return {values, apply(agent->run(photo, settings, part), values)};
}

Outcome run(Host& host, LowLightValues& values, const Chooser& choose, const AgentMaker& make) {
  check(values);
  const auto photo = std::make_shared<const Image>(host.read());
  Progress& progress = host.progress();
  std::optional<Choice> choice = host.run_mode() == RunMode::interactive && choose
                                     ? choose(host, photo, values)
                                     : decide(*photo, values, make, progress);
  if (!choice) return Outcome::cancelled;

  const int last = int(choice->episode.edits.size());
  const int wanted = choice->values.step;
  const int step = std::clamp(wanted < 0 ? choice->episode.suggested : wanted, 0, last);
  if (step == 0 && choice->values.output == Output::in_place) {
    if (wanted < 0) host.message("Step 0 was found best: the photo is bright enough and was left as it is.");
    values = choice->values;
    return Outcome::unchanged;
  }

  const Recipe recipe = recipe_for(*choice, step);
  SubProgress part(progress, decided, rendered);
  const Image result = render(recipe.steps, *photo, part);
  progress.step(rendered, "Writing the result");
  host.commit(result, recipe, choice->values.output, title_of(choice->values, step, last));
  progress.report(1.0, "Done");
  values = choice->values;
  return Outcome::committed;
}

} // namespace

int last_step(const LowLightValues& values) {
  return values.steps + (values.denoise > 0 ? 1 : 0) + (values.clarity > 0 ? 1 : 0);
}

Episode apply(const Episode& decided, const LowLightValues& values) {
  Episode out;
  out.edits = with_amount(with_strength(decided.edits, values.strength), "denoise", values.denoise);
  out.scores = decided.scores;
  out.suggested = decided.suggested;
  out.origin = decided.origin;
  out.origin["strength"] = values.strength;
  if (values.denoise > 0) out.origin["denoise"] = values.denoise;
  if (values.clarity > 0) add_clarity(out, values.clarity);
  return out;
}

void set_method(LowLightValues& values, const std::string& text) {
  const auto refuse = [&] {
    throw Error("The method \"" + text +
                "\" is not understood; denoising and clarity are asked for as in \"" +
                text.substr(0, text.find(':')) + ":denoise=0.5:clarity=0.3\".");
  };
  LowLightValues named = values;
  std::size_t colon = text.find(':');
  named.method = text.substr(0, colon);
  bool denoise_named = false, clarity_named = false;
  while (colon != std::string::npos) {
    const std::size_t next = text.find(':', colon + 1);
    const std::string word = text.substr(colon + 1, next == std::string::npos ? next : next - colon - 1);
    const std::size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    if (equals == std::string::npos || (key != "denoise" && key != "clarity")) refuse();
    bool& seen = key == "denoise" ? denoise_named : clarity_named;
    double& amount = key == "denoise" ? named.denoise : named.clarity;
    const char *const first = word.data() + equals + 1, *const last = word.data() + word.size();
    const auto [end, problem] = std::from_chars(first, last, amount);
    if (seen || problem != std::errc() || end != last) refuse();
    seen = true;
    colon = next;
  }
  values = named;
}

void check(const LowLightValues& values) {
  check_method(tool, values.method);
  if (values.steps < 1 || values.steps > most_steps)
    throw Error("The number of steps is " + std::to_string(values.steps) + "; it must be 1 to 12.");
  if (values.step < -1 || values.step > last_step(values))
    throw Error("The step to keep is " + std::to_string(values.step) + "; it must be 0 to " +
                std::to_string(last_step(values)) + ", or -1 for the agent's own choice.");
  check_strength(values.strength);
  if (!(values.denoise >= 0 && values.denoise <= 1))
    throw Error("The amount of denoising is out of range; it must be 0 to 1.");
  if (!(values.clarity >= 0 && values.clarity <= 1))
    throw Error("The clarity is out of range; it must be 0 to 1.");
  check_output(values.output, Output::new_layer);
}

json to_json(const LowLightValues& values) {
  return {{"method", values.method},         {"steps", values.steps},     {"step", values.step},
          {"strength", values.strength},     {"denoise", values.denoise}, {"clarity", values.clarity},
          {"output", name_of(values.output)}};
}

LowLightValues values_from_json(const json& stored) {
  LowLightValues values;
  if (!stored.is_object()) return values;
  take_method(stored, tool, values.method);
  take(stored, "steps", values.steps, [](int steps) { return steps >= 1 && steps <= most_steps; });
  take_strength(stored, values.strength);
  take(stored, "denoise", values.denoise, [](double amount) { return amount >= 0 && amount <= 1; });
  take(stored, "clarity", values.clarity, [](double amount) { return amount >= 0 && amount <= 1; });
  take(stored, "step", values.step, [&](int step) { return step >= -1 && step <= last_step(values); });
  take_output(stored, Output::new_layer, values.output);
  return values;
}

std::optional<LowLightValues> values_of_recipe(const std::string& recipe) {
  try {
    const json origin = recipe_from_json(recipe).origin;
    if (origin.value("tool", "") != tool || !origin.contains("values")) return std::nullopt;
    return values_from_json(origin["values"]);
  } catch (const std::exception&) {
    return std::nullopt; // damaged, or of a later version: the user then starts from the last values
  }
}

std::string title_of(const LowLightValues& values, int step, int steps) {
  return "Auto Enhance Low Light (" + method_title(tool, values.method) + ", step " + std::to_string(step) +
         " of " + std::to_string(steps) + ")";
}

Recipe recipe_for(const Choice& choice, int step) {
  Recipe recipe = recipe_of(choice.episode, step);
  recipe.origin["tool"] = tool;
  recipe.origin["values"] = to_json(choice.values);
  return recipe;
}

Outcome run_low_light(Host& host, LowLightValues& values, const Chooser& choose, const AgentMaker& make) {
  return guarded([&] { return run(host, values, choose, make); });
}

} // namespace penumbra::host
