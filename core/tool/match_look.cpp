#include "core/tool/match_look.hpp"

#include "core/error.hpp"

#include <algorithm>

namespace penumbra::host {
namespace {

using nlohmann::json;

// Of the whole progress: deciding is quick beside rendering.
constexpr double decided = 0.2, rendered = 0.9;

constexpr const char* content_names[] = {"auto", "same", "other"};

json to_json(const FinishValues& sliders) {
  json out;
  for (std::size_t i = 0; i < sliders.size(); ++i) out[finish_table()[i].name] = sliders[i];
  return out;
}

FinishValues sliders_from_json(const json& stored) {
  FinishValues sliders = neutral_values(product_pipeline());
  for (std::size_t i = 0; i < sliders.size(); ++i) {
    const Slider& slider = finish_table()[i];
    take(stored, slider.name, sliders[i],
         [&](double value) { return value >= slider.least && value <= slider.most; });
  }
  return sliders;
}

MatchLookChoice decide(const Image& photo, const MatchLookValues& values, const ReferenceReader& reference,
                       const AgentMaker& make, Progress& progress) {
  if (values.by_hand) return {values, *values.by_hand};
  const Image goal = reference(values);
  progress.step(0.0, "Loading the model");
  const std::unique_ptr<Agent> agent = make("pix-tuner");
  AgentSettings settings;
  settings.steps = values.steps;
  settings.content = values.content;
  settings.polish = values.polish;
  const Episode episode = agent->run({photo, &goal}, settings, progress);
  const int step = values.step < 0 ? episode.suggested : std::min(values.step, int(episode.edits.size()));
  return {values, sliders_of(episode, step), step, episode.origin};
}

Outcome run(Host& host, MatchLookValues& values, const ReferenceReader& reference,
            const MatchLookChooser& choose, const AgentMaker& make) {
  check(values);
  const auto photo = std::make_shared<const Image>(host.read());
  Progress& progress = host.progress();
  SubProgress deciding(progress, 0.0, decided), rendering(progress, decided, rendered);
  const std::optional<MatchLookChoice> choice = host.run_mode() == RunMode::interactive && choose
                                                    ? choose(host, photo, values)
                                                    : decide(*photo, values, reference, make, deciding);
  if (!choice) return Outcome::cancelled;
  const bool changes = choice->sliders != neutral_values(product_pipeline());
  if (changes || choice->values.output != Output::in_place) {
    const Recipe recipe = recipe_for(*choice);
    const Image result = render(recipe.steps, *photo, rendering);
    progress.step(rendered, "Writing the result");
    host.commit(result, recipe, choice->values.output, title_of(*choice));
    progress.report(1.0, "Done");
  }
  values = choice->values;
  return changes || values.output != Output::in_place ? Outcome::committed : Outcome::unchanged;
}

} // namespace

Recipe recipe_for(const MatchLookChoice& choice) {
  Recipe recipe;
  recipe.steps = {make_finish_step(choice.sliders, choice.values.strength)};
  recipe.origin = choice.origin;
  recipe.origin["tool"] = "match-look";
  if (choice.step >= 0)
    recipe.origin["step"] = choice.step;
  else
    recipe.origin["by_hand"] = true;
  recipe.origin["strength"] = choice.values.strength;
  recipe.origin["values"] = to_json(choice.values);
  return recipe;
}

std::string title_of(const MatchLookChoice& choice) {
  return "Match Look to Reference (" +
         (choice.step < 0 ? std::string("by hand") : "step " + std::to_string(choice.step)) + ")";
}

void check(const MatchLookValues& values) {
  check_strength(values.strength);
  if (values.content != Content::automatic && values.content != Content::same &&
      values.content != Content::other)
    throw Error("The content must be 0 (found out), 1 (the same) or 2 (other).");
  if (values.steps < 1 || values.steps > 10) throw Error("The number of steps must be from 1 to 10.");
  if (values.step < -1 || values.step > values.steps + 1)
    throw Error("The step must be from 0 to the number of steps, or -1 for the nearest.");
  check_output(values.output, Output::new_layer);
  if (values.by_hand) make_finish_step(*values.by_hand);
}

json to_json(const MatchLookValues& values) {
  json out{{"reference", values.reference},
           {"layer", values.layer},
           {"content", content_names[std::size_t(values.content)]},
           {"steps", values.steps},
           {"step", values.step},
           {"strength", values.strength},
           {"polish", values.polish},
           {"output", name_of(values.output)}};
  if (values.by_hand) out["by-hand"] = to_json(*values.by_hand);
  return out;
}

MatchLookValues match_look_from_json(const json& stored) {
  MatchLookValues values;
  if (!stored.is_object()) return values;
  const auto any = [](const auto&) { return true; };
  take(stored, "reference", values.reference, any);
  take(stored, "layer", values.layer, any);
  take(stored, "polish", values.polish, any);
  if (const auto found = stored.find("by-hand"); found != stored.end() && found->is_object())
    values.by_hand = sliders_from_json(*found);
  take(stored, "steps", values.steps, [](int steps) { return steps >= 1 && steps <= 10; });
  take(stored, "step", values.step, [&](int step) { return step >= -1 && step <= values.steps + 1; });
  take_strength(stored, values.strength);
  take_output(stored, Output::new_layer, values.output);
  std::string content;
  take(stored, "content", content, any);
  const auto found = std::find(std::begin(content_names), std::end(content_names), content);
  if (found != std::end(content_names)) values.content = Content(found - std::begin(content_names));
  return values;
}

Outcome run_match_look(Host& host, MatchLookValues& values, const ReferenceReader& reference,
                       const MatchLookChooser& choose, const AgentMaker& make) {
  return guarded([&] { return run(host, values, reference, choose, make); });
}

} // namespace penumbra::host
