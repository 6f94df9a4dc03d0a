#include "core/tool/local_exposure.hpp"

#include "core/error.hpp"

#include <cmath>
#include <cstdio>

namespace penumbra::host {
namespace {

using nlohmann::json;

constexpr const char* tool = "local-exposure";

// Of the whole progress: deciding is quick beside fusing.
constexpr double decided = 0.2, rendered = 0.9;

LocalExposureChoice decide(const Image& photo, const LocalExposureValues& values, const AgentMaker& make,
                           Progress& progress) {
  SubProgress part(progress, 0.0, decided);
  part.step(0.0, "Loading the model");
  const std::unique_ptr<Agent> agent = make(values.method);
  AgentSettings settings;
  return apply(agent->run(photo, settings, part), values);
}

/// The layers of the fusion with their names, without those that would not be seen.
std::vector<StackLayer> stack_of(const FusionPlan& plan, const Image& photo, Progress& progress) {
  std::vector<StackLayer> stack;
  for (FusionLayer& layer : fusion_layers(plan, photo, progress)) {
    const std::string name = layer.segment < 0 ? "Input, 0 EV" : ev_text(layer.ev);
    stack.push_back({name, layer.ev, std::move(layer.opacity)});
  }
  return stack;
}

Outcome run(Host& host, LocalExposureValues& values, const LocalExposureChooser& choose,
            const AgentMaker& make) {
  check(values);
  const auto photo = std::make_shared<const Image>(host.read());
  Progress& progress = host.progress();
  std::optional<LocalExposureChoice> choice = host.run_mode() == RunMode::interactive && choose
                                                  ? choose(host, photo, values)
                                                  : decide(*photo, values, make, progress);
  if (!choice) return Outcome::cancelled;
  choice->plan.form = choice->values.form;
  const Recipe recipe = recipe_for(*choice);
  const std::string title = title_of(choice->values, choice->plan);
  SubProgress part(progress, decided, rendered);
  if (choice->values.output == Output::layer_stack) {
    const std::vector<StackLayer> stack = stack_of(choice->plan, *photo, part);
    progress.step(rendered, "Writing the layers");
    host.commit_stack(
        stack, [&](double ev) { return ev == 0 ? *photo : exposed(*photo, ev); }, recipe, title);
  } else {
    const Image result = render(recipe.steps, *photo, part);
    progress.step(rendered, "Writing the result");
    host.commit(result, recipe, choice->values.output, title);
  }
  progress.report(1.0, "Done");
  values = choice->values;
  return Outcome::committed;
}

} // namespace

void check(const LocalExposureValues& values) {
  check_method(tool, values.method);
  check_strength(values.strength);
  if (values.form != FusionForm::exact && values.form != FusionForm::fast)
    throw Error("The form of the fusion must be 0 (exact) or 1 (fast).");
  check_output(values.output, Output::layer_stack);
}

json to_json(const LocalExposureValues& values) {
  return {{"method", values.method},
          {"strength", values.strength},
          {"form", values.form == FusionForm::exact ? "exact" : "fast"},
          {"output", name_of(values.output)}};
}

LocalExposureValues local_exposure_from_json(const json& stored) {
  LocalExposureValues values;
  if (!stored.is_object()) return values;
  take_method(stored, tool, values.method);
  take_strength(stored, values.strength);
  take_output(stored, Output::layer_stack, values.output);
  std::string form;
  take(stored, "form", form, [](const std::string&) { return true; });
  if (form == "fast") values.form = FusionForm::fast;
  return values;
}

LocalExposureChoice apply(const Episode& decided, const LocalExposureValues& values) {
  LocalExposureChoice choice{values, fusion_plan(decided.edits.at(0)), decided.origin};
  choice.plan.strength = values.strength;
  choice.plan.form = values.form;
  choice.origin["strength"] = values.strength;
  return choice;
}

std::string ev_text(double ev) {
  if (std::round(ev * 100) == 0) return "0 EV";
  const int hundredths = int(std::lround(std::fabs(ev) * 100));
  char text[32];
  std::snprintf(text, sizeof text, "%c%d.%02d EV", ev < 0 ? '-' : '+', hundredths / 100, hundredths % 100);
  return text;
}

std::string title_of(const LocalExposureValues& values, const FusionPlan& plan) {
  return "Balance Local Exposure (" + method_title(tool, values.method) + ", " +
         std::to_string(plan.segments.size()) + " segments)";
}

Recipe recipe_for(const LocalExposureChoice& choice) {
  Recipe recipe;
  recipe.steps = {make_fusion_step(choice.plan)};
  recipe.origin = choice.origin;
  recipe.origin["tool"] = tool;
  recipe.origin["values"] = to_json(choice.values);
  return recipe;
}

Outcome run_local_exposure(Host& host, LocalExposureValues& values, const LocalExposureChooser& choose,
                           const AgentMaker& make) {
  return guarded([&] { return run(host, values, choose, make); });
}

} // namespace penumbra::host
