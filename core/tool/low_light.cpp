// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/low_light.hpp"

#include "core/tool/clarity.hpp"

namespace penumbra::host {
namespace {

int last_step(const Values& values) {
  return values.get<int>("steps") + (values.get<double>("denoise") > 0 ? 1 : 0) +
         (values.get<double>("clarity") > 0 ? 1 : 0);
}

Episode decide(const Input& input, const Values& decision, Deciding& deciding, Progress& progress) {
  Agent& agent = deciding.agent(decision.get<std::string>("method"));
  AgentSettings settings = deciding.settings;
  settings.steps = decision.get<int>("steps");
  settings.denoise = decision.get<double>("denoise") > 0;
  return agent.run(input, settings, progress);
}

Episode apply(const Episode& decided, const Values& values) {
  const double strength = values.get<double>("strength"), denoise = values.get<double>("denoise"),
               clarity = values.get<double>("clarity");
  Episode out;
  out.edits = with_amount(with_strength(decided.edits, strength), "denoise", denoise);
  out.scores = decided.scores;
  out.suggested = decided.suggested;
  out.origin = decided.origin;
  out.origin["strength"] = strength;
  if (denoise > 0) out.origin["denoise"] = denoise;
  if (clarity > 0) add_clarity(out, clarity);
  return out;
}

/// The agent's own steps are counted, as in the window; denoising and clarity are named.
std::string title(const Values& values, const Episode& applied, int state) {
  int step = 0, last = 0;
  std::string besides;
  for (int i = 0; i < int(applied.edits.size()); ++i) {
    const std::string& operation = applied.edits[std::size_t(i)].operation;
    const bool denoised = operation == "denoise", clarity = operation == "clarity";
    if (denoised || clarity) {
      if (i < state) besides += denoised ? ", denoised" : ", clarity";
      continue;
    }
    ++last;
    if (i < state) ++step;
  }
  return std::string(values.table().title) + " (" + method_title(values) + ", step " + std::to_string(step) +
         " of " + std::to_string(last) + besides + ")";
}

} // namespace

const Tool& low_light_tool() {
  static const Tool tool{.table = low_light_table(),
                         .last_step = last_step,
                         .decide = decide,
                         .apply = apply,
                         .title = title,
                         .deciding_share = 0.5};
  return tool;
}

} // namespace penumbra::host
