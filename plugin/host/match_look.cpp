#include "plugin/host/match_look.hpp"

#include "core/error.hpp"

#include <algorithm>

namespace penumbra::host {
namespace {

using nlohmann::json;

// Of the whole progress: deciding is quick beside rendering.
constexpr double decided = 0.2, rendered = 0.9;

constexpr const char* content_names[] = {"auto", "same", "other"};

Outcome run(Host& host, MatchLookValues& values, const ReferenceReader& reference, const TunerMaker& make) {
  check(values);
  const Image photo = host.read(), goal = reference(values);
  Progress& progress = host.progress();
  SubProgress deciding(progress, 0.0, decided), rendering(progress, decided, rendered);
  deciding.step(0.0, "Loading the model");
  const std::unique_ptr<Tuner> tuner = make();
  TunerSettings settings;
  settings.steps = values.steps;
  settings.content = values.content;
  settings.polish = values.polish;
  const TunerEpisode episode = tuner->run(photo, goal, settings, deciding);
  const int step = values.step < 0 ? episode.best : std::min(values.step, int(episode.states.size()) - 1);
  Recipe recipe = recipe_of(episode, step, values.strength);
  recipe.origin["values"] = to_json(values);
  if (step == 0 && values.output == Output::in_place) return Outcome::unchanged;
  const Image result = render(recipe.steps, photo, rendering);
  progress.step(rendered, "Writing the result");
  host.commit(result, recipe, values.output, "Match Look to Reference (step " + std::to_string(step) + ")");
  progress.report(1.0, "Done");
  return Outcome::committed;
}

} // namespace

void check(const MatchLookValues& values) {
  check_strength(values.strength);
  if (values.content != Content::automatic && values.content != Content::same &&
      values.content != Content::other)
    throw Error("The content must be 0 (found out), 1 (the same) or 2 (other).");
  if (values.steps < 1 || values.steps > 10) throw Error("The number of steps must be from 1 to 10.");
  if (values.step < -1 || values.step > values.steps + 1)
    throw Error("The step must be from 0 to the number of steps, or -1 for the nearest.");
  check_output(values.output, Output::new_layer);
}

json to_json(const MatchLookValues& values) {
  return {{"reference", values.reference},   {"content", content_names[std::size_t(values.content)]},
          {"steps", values.steps},           {"step", values.step},
          {"strength", values.strength},     {"polish", values.polish},
          {"output", name_of(values.output)}};
}

MatchLookValues match_look_from_json(const json& stored) {
  MatchLookValues values;
  if (!stored.is_object()) return values;
  const auto any = [](const auto&) { return true; };
  take(stored, "reference", values.reference, any);
  take(stored, "polish", values.polish, any);
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
                       const TunerMaker& make) {
  return guarded([&] { return run(host, values, reference, make); });
}

} // namespace penumbra::host
