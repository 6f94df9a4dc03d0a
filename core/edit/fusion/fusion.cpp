// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/fusion.hpp"

#include "core/edit/engine/operations.hpp"
#include "core/edit/engine/strength.hpp"
#include "core/edit/fusion/blend.hpp"
#include "core/edit/fusion/gain_stage.hpp"
#include "core/error.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

using nlohmann::json;

constexpr int largest_labels = 256, max_segments = 8;

double number(const json& parameters, const char* key, double standard, double low, double high) {
  return number_in(parameters, key, "a fusion", standard, low, high);
}

SegmentExposure exposure_of(const json& object) {
  if (!object.is_object() || !object.contains("ev")) throw Error("An exposure of a fusion needs an \"ev\".");
  SegmentExposure exposure;
  exposure.ev = number(object, "ev", 0, -max_ev, max_ev);
  if (const auto on = object.find("on"); on != object.end()) {
    if (!on->is_boolean()) throw Error("The \"on\" of a fusion's exposure is true or false.");
    exposure.on = on->get<bool>();
  }
  return exposure;
}

FusionForm form_of(const json& parameters) {
  const auto form = parameters.find("form");
  if (form == parameters.end() || *form == "exact") return FusionForm::exact;
  if (*form == "fast") return FusionForm::fast;
  throw Error("The \"form\" of a fusion is \"exact\" or \"fast\".");
}

void check_labels(const Map& labels, std::size_t segments) {
  if (labels.channels != 1 || labels.width < 1 || labels.height < 1 || labels.width > largest_labels ||
      labels.height > largest_labels ||
      labels.values.size() != std::size_t(labels.width) * std::size_t(labels.height))
    throw Error("A fusion needs one map of segments, of one channel and at most 256 x 256 places.");
  for (const float v : labels.values)
    if (!(v >= 0 && v < float(segments)) || v != std::floor(v))
      throw Error("The map of a fusion names a segment that has no exposure.");
}

void validate(const EditStep& step) {
  fusion_plan(step);
}

bool changes_nothing(const FusionPlan& plan) {
  for (int i = 0; i < int(plan.segments.size()); ++i)
    if (plan.segments[std::size_t(i)].on && plan.ev(i) != 0) return false;
  return true;
}

std::unique_ptr<Stage> prepare(const EditStep& step, const Image& proxy, Size) {
  const FusionPlan plan = fusion_plan(step);
  if (changes_nothing(plan)) return {};
  return std::make_unique<GainStage>(plan, proxy);
}

bool needs_whole(const EditStep& step) {
  const FusionPlan plan = fusion_plan(step);
  return plan.form == FusionForm::exact && !changes_nothing(plan);
}

Image whole(const EditStep& step, const Image& photo, Progress& progress, int threads) {
  return fuse_exactly(fusion_plan(step), photo, progress, threads);
}

} // namespace

const Operation fusion_operation{"fusion", 1, validate, prepare, fusion_proxy_side, needs_whole, whole};

void to_json(json& out, const FusionWeights& w) {
  out = {{"contrast", w.contrast}, {"saturation", w.saturation}, {"exposedness", w.exposedness},
         {"locality", w.locality}, {"input", w.input},           {"coarsest", w.coarsest}};
}

void from_json(const json& from, FusionWeights& weights) {
  const auto take = [&](const char* key, auto& value) {
    if (const auto found = from.find(key); found != from.end()) found->get_to(value);
  };
  take("contrast", weights.contrast), take("saturation", weights.saturation);
  take("exposedness", weights.exposedness), take("locality", weights.locality);
  take("input", weights.input), take("coarsest", weights.coarsest);
}

double FusionPlan::ev(int segment) const {
  return std::clamp(segments.at(std::size_t(segment)).ev * strength, -max_ev, max_ev);
}

EditStep make_fusion_step(const FusionPlan& plan) {
  EditStep step;
  step.operation = "fusion";
  json exposures = json::array();
  for (const SegmentExposure& exposure : plan.segments)
    exposures.push_back({{"ev", exposure.ev}, {"on", exposure.on}});
  step.parameters = {{"exposures", exposures},
                     {"form", plan.form == FusionForm::exact ? "exact" : "fast"},
                     {"strength", plan.strength},
                     {"shoulder", plan.shoulder}};
  step.parameters.update(json(plan.weights));
  step.maps = {plan.labels};
  validate(step);
  return step;
}

FusionPlan fusion_plan(const EditStep& step) {
  if (step.operation != "fusion")
    throw Error("The edit \"" + step.operation + "\" is no fusion of exposures.");
  const auto exposures = step.parameters.find("exposures");
  if (exposures == step.parameters.end() || !exposures->is_array() || exposures->empty() ||
      exposures->size() > std::size_t(max_segments))
    throw Error("A fusion needs 1 to 8 \"exposures\".");
  FusionPlan plan;
  for (const json& exposure : *exposures) plan.segments.push_back(exposure_of(exposure));
  if (step.maps.size() != 1) throw Error("A fusion needs one map of segments.");
  plan.labels = step.maps.front();
  check_labels(plan.labels, plan.segments.size());
  plan.form = form_of(step.parameters);
  plan.strength = number(step.parameters, "strength", plan.strength, min_strength, max_strength);
  plan.shoulder = number(step.parameters, "shoulder", plan.shoulder, 0, 1);
  FusionWeights& weights = plan.weights;
  weights.contrast = number(step.parameters, "contrast", weights.contrast, 0, 4);
  weights.saturation = number(step.parameters, "saturation", weights.saturation, 0, 4);
  weights.exposedness = number(step.parameters, "exposedness", weights.exposedness, 0, 4);
  weights.locality = number(step.parameters, "locality", weights.locality, 0, 1);
  weights.input = number(step.parameters, "input", weights.input, 0, 1);
  weights.coarsest = int(number(step.parameters, "coarsest", weights.coarsest, 1, 64));
  return plan;
}

FusionPlan first_segments(FusionPlan plan, int count) {
  for (std::size_t i = std::size_t(std::max(0, count)); i < plan.segments.size(); ++i)
    plan.segments[i].on = false;
  return plan;
}

namespace {

/// Exposes one segment of `state` through its mask.
void expose_segment(const FusionPlan& plan, int segment, const Map& masks, const Image& exposed,
                    const Image& proxy, Image& state) {
  if (!plan.segments[std::size_t(segment)].on) return;
  const auto n = std::size_t(masks.channels);
  for (std::size_t i = 0; i < proxy.pixels.size(); ++i)
    state.pixels[i] += masks.values[i / 3 * n + std::size_t(segment)] * (exposed.pixels[i] - proxy.pixels[i]);
}

} // namespace

Image direct_fusion(const FusionPlan& plan, int count, const Image& proxy) {
  const int segments = int(plan.segments.size());
  const Map masks = segment_masks(plan.labels, segments, proxy);
  Image out = proxy;
  for (int k = 0; k < std::min(count, segments); ++k)
    expose_segment(plan, k, masks, exposed(proxy, plan.ev(k), plan.shoulder), proxy, out);
  return out;
}

std::vector<SegmentStep> segment_steps(const FusionPlan& plan, const Image& proxy) {
  const int segments = int(plan.segments.size());
  const Map masks = segment_masks(plan.labels, segments, proxy);
  std::vector<SegmentStep> steps;
  Image state = proxy;
  for (int k = 0; k < segments; ++k) {
    SegmentStep step;
    step.segment = k;
    step.ev = plan.ev(k);
    step.on = plan.segments[std::size_t(k)].on;
    step.exposed = exposed(proxy, step.ev, plan.shoulder);
    step.mask = Map(proxy.width, proxy.height);
    for (std::size_t i = 0; i < step.mask.values.size(); ++i)
      step.mask.values[i] = masks.values[i * std::size_t(segments) + std::size_t(k)];
    expose_segment(plan, k, masks, step.exposed, proxy, state);
    step.direct_fusion = state;
    steps.push_back(std::move(step));
  }
  return steps;
}

} // namespace penumbra
