// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/local_exposure.hpp"

#include "core/edit/engine/within.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace penumbra::host {

using nlohmann::json;

namespace {

constexpr int max_segments = 8;

/// "2" is segment 1 of the plan.
SegmentExposure& segment_of(FusionPlan& plan, const std::string& name) {
  int number = 0;
  const char *const begin = name.data(), *const end = begin + name.size();
  const auto [last, problem] = std::from_chars(begin, end, number);
  if (problem != std::errc() || last != end || number < 1 || number > int(plan.segments.size()))
    throw Error("\"" + name + "\" names no segment; there are segments 1 to " +
                std::to_string(plan.segments.size()) + " in this photo, as in 2=1.5 or 2=off.");
  return plan.segments[std::size_t(number) - 1];
}

Episode decide(const Input& input, const Values& decision, Deciding& deciding, Progress& progress) {
  return deciding.agent(decision.get<std::string>("method")).run(input, deciding.settings, progress);
}

Episode apply(const Episode& decided, const Values& values) {
  const FusionPlan plan = plan_of(decided, values);
  Episode out;
  out.composition = Composition::alternatives;
  for (int count = 1; count <= int(plan.segments.size()); ++count)
    out.edits.push_back(make_fusion_step(first_segments(plan, count)));
  // A photo that is due nothing is left as it is, whatever the strength.
  const bool due = std::any_of(plan.segments.begin(), plan.segments.end(),
                               [](const SegmentExposure& segment) { return segment.on && segment.ev != 0; });
  out.suggested = due ? int(out.edits.size()) : 0;
  out.origin = decided.origin;
  out.origin["strength"] = plan.strength;
  return out;
}

void check_segments(const Values& values) {
  for (const auto& item : values.at("segments").items()) {
    const json& value = item.value();
    if (value == "off" || (value.is_number() && std::fabs(value.get<double>()) <= max_ev)) continue;
    throw Error(value.dump() + " is no exposure; give an EV from " + number_text(-max_ev) + " to " +
                number_text(max_ev) + ", or off.");
  }
}

std::string title(const Values& values, const Episode& applied, int) {
  const std::size_t count = applied.edits.size();
  return std::string(values.table().title) + " (" + method_title(values) + ", " + std::to_string(count) +
         (count == 1 ? " segment)" : " segments)");
}

/// A map of a part of the picture as one of all of it, `outside` elsewhere.
Map in_its_place(const Map& map, const Rect& place, Size full, float outside) {
  Map out = Map::unset(full.width, full.height);
  std::fill(out.values.begin(), out.values.end(), outside);
  for (int y = 0; y < place.height; ++y)
    std::copy_n(map.values.begin() + std::ptrdiff_t(y) * place.width, place.width,
                out.values.begin() + std::ptrdiff_t(place.y + y) * full.width + place.x);
  return out;
}

/// Without those that would not be seen.
std::vector<StackLayer> layers(const Recipe& recipe, const Image& photo, Progress& progress) {
  std::vector<StackLayer> stack;
  if (recipe.steps.empty()) { // no segment was taken in
    Map all(photo.width, photo.height);
    for (float& v : all.values) v = 1;
    stack.push_back({"Input, 0 EV", 0, 0, std::move(all)});
    return stack;
  }
  const FusionPlan plan = fusion_plan(recipe.steps.front());
  const Part part = part_of(recipe.steps.front());
  const Rect place = rect_of(part, {photo.width, photo.height});
  const Image inner = part.whole() ? Image() : crop(photo, place);
  for (FusionLayer& layer : fusion_layers(plan, part.whole() ? photo : inner, progress)) {
    const bool input = layer.segment < 0;
    const std::string name =
        input ? "Input, 0 EV" : "Segment " + std::to_string(layer.segment + 1) + ", " + ev_text(layer.ev);
    Map opacity = std::move(layer.opacity);
    if (!part.whole()) opacity = in_its_place(opacity, place, {photo.width, photo.height}, input ? 1.f : 0.f);
    stack.push_back({name, layer.ev, plan.shoulder, std::move(opacity)});
  }
  return stack;
}

} // namespace

const Tool& local_exposure_tool() {
  static const Tool tool{.table = local_exposure_table(),
                         .last_step = [](const Values&) { return max_segments; },
                         .decide = decide,
                         .apply = apply,
                         .title = title,
                         .check = check_segments,
                         .layers = layers};
  return tool;
}

FusionPlan plan_of(const Episode& decided, const Values& values) {
  FusionPlan plan = fusion_plan(decided.edits.at(0));
  for (const auto& item : values.at("segments").items()) {
    SegmentExposure& segment = segment_of(plan, item.key());
    if (item.value().is_number())
      segment = {item.value().get<double>(), true};
    else
      segment.on = false;
  }
  plan.strength = values.get<double>("strength");
  plan.form = values.get<std::string>("form") == "fast" ? FusionForm::fast : FusionForm::exact;
  return plan;
}

json changes_of(const std::vector<SegmentExposure>& decided, const std::vector<SegmentExposure>& now) {
  json out = json::object();
  for (std::size_t i = 0; i < now.size() && i < decided.size(); ++i)
    if (now[i] != decided[i]) out[std::to_string(i + 1)] = now[i].on ? json(now[i].ev) : json("off");
  return out;
}

std::string ev_text(double ev) {
  if (std::round(ev * 100) == 0) return "0 EV";
  const int hundredths = int(std::lround(std::fabs(ev) * 100));
  char text[32];
  std::snprintf(text, sizeof text, "%c%d.%02d EV", ev < 0 ? '-' : '+', hundredths / 100, hundredths % 100);
  return text;
}

} // namespace penumbra::host
