#include "plugin/host/local_exposure.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <new>

namespace penumbra::host {
namespace {

using nlohmann::json;

constexpr const char* tool = "local-exposure";
constexpr double most_strength = 1.5;

// Of the whole progress: deciding is quick beside fusing.
constexpr double decided = 0.2, rendered = 0.9;

const AgentInfo* find_method(const std::string& id) {
  const auto& known = agents();
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](const AgentInfo& info) { return info.tool == tool && info.id == id; });
  return found == known.end() ? nullptr : &*found;
}

const char* name_of(Output output) {
  return output == Output::layer_stack ? "layer-stack"
         : output == Output::new_layer ? "new-layer"
                                       : "in-place";
}

LocalExposureChoice decide(const Image& photo, const LocalExposureValues& values, const AgentMaker& make,
                           Progress& progress) {
  SubProgress part(progress, 0.0, decided);
  part.step(0.0, "Loading the model");
  const std::unique_ptr<Agent> agent = make(values.method);
  AgentSettings settings;
  settings.strength = values.strength;
  const Episode episode = agent->run(photo, settings, part);
  return {values, fusion_plan(episode.steps.at(0)), episode.origin};
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
  if (!find_method(values.method))
    throw Error("There is no method \"" + values.method +
                "\"; known are \"deep-exposure-ii\" and \"deep-exposure-i\".");
  if (!(values.strength >= 0 && values.strength <= most_strength))
    throw Error("The strength is out of range; it must be 0 to 1.5.");
  if (values.form != FusionForm::exact && values.form != FusionForm::fast)
    throw Error("The form of the fusion must be 0 (exact) or 1 (fast).");
  if (values.output < Output::in_place || values.output > Output::layer_stack)
    throw Error("The output is " + std::to_string(int(values.output)) +
                "; it must be 0 (the layer itself), 1 (a new layer) or 2 (a stack of layers).");
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
  const auto text = [&](const char* key) {
    const auto found = stored.find(key);
    return found != stored.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (find_method(text("method"))) values.method = text("method");
  if (const auto found = stored.find("strength"); found != stored.end() && found->is_number())
    if (const double strength = found->get<double>(); strength >= 0 && strength <= most_strength)
      values.strength = strength;
  if (text("form") == "fast") values.form = FusionForm::fast;
  for (const Output output : {Output::new_layer, Output::layer_stack})
    if (text("output") == name_of(output)) values.output = output;
  return values;
}

std::string ev_text(double ev) {
  if (std::round(ev * 100) == 0) return "0 EV";
  const int hundredths = int(std::lround(std::fabs(ev) * 100));
  char text[32];
  std::snprintf(text, sizeof text, "%c%d.%02d EV", ev < 0 ? '-' : '+', hundredths / 100, hundredths % 100);
  return text;
}

std::string title_of(const LocalExposureValues& values, const FusionPlan& plan) {
  const AgentInfo* method = find_method(values.method);
  return "Balance Local Exposure (" + (method ? method->title : values.method) + ", " +
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
  try {
    return run(host, values, choose, make);
  } catch (const Cancelled&) {
    return Outcome::cancelled;
  } catch (const std::bad_alloc&) {
    throw Error("There is not enough memory for a picture of this size. Close other images and try again, "
                "or select a part of the layer.");
  }
}

} // namespace penumbra::host
