#include "ui/tool/low_light/session.hpp"

#include "core/error.hpp"

#include <algorithm>

namespace penumbra::ui {

LowLightSession::LowLightSession(const DialogInput& input, const host::LowLightValues& values,
                                 QObject* parent)
    : Session(input, {}, parent), values_(values) {}

host::LowLightValues LowLightSession::values() const {
  host::LowLightValues out = values_;
  if (episode() && state() == State::ready) out.step = step() == best_step() ? -1 : step();
  return out;
}

void LowLightSession::set_values(const host::LowLightValues& values) {
  const host::LowLightValues before = values_;
  values_ = values;
  values_.steps = std::clamp(values.steps, 1, 12);
  values_.strength = std::clamp(values.strength, 0.0, host::most_strength);
  values_.denoise = std::clamp(values.denoise, 0.0, 1.0);
  values_.clarity = std::clamp(values.clarity, 0.0, 1.0);
  Q_EMIT values_changed();
  const bool same = answered();
  ask();
  if (!same) return;
  if (values_.strength != before.strength || values_.denoise != before.denoise ||
      values_.clarity != before.clarity)
    restage();
  set_step(values_.step < 0 ? best_step() : values_.step);
}

void LowLightSession::set_method(const std::string& method) {
  if (method == values_.method) return;
  values_.method = method;
  values_.step = -1;
  Q_EMIT values_changed();
  ask();
}

void LowLightSession::set_steps(int steps) {
  steps = std::clamp(steps, 1, 12);
  if (steps == values_.steps) return;
  values_.steps = steps;
  values_.step = -1;
  Q_EMIT values_changed();
  ask();
}

void LowLightSession::set_strength(double strength) {
  strength = std::clamp(strength, 0.0, host::most_strength);
  if (strength == values_.strength) return;
  values_.strength = strength;
  Q_EMIT values_changed();
  restage();
}

void LowLightSession::set_denoise(double amount) {
  set_amount(values_.denoise, amount);
}

void LowLightSession::set_clarity(double amount) {
  set_amount(values_.clarity, amount);
}

void LowLightSession::set_amount(double& amount, double wanted) {
  wanted = std::clamp(wanted, 0.0, 1.0);
  if (wanted == amount) return;
  const bool switched = (wanted > 0) != (amount > 0);
  amount = wanted;
  if (switched) values_.step = -1; // there may be a step more now, or a step less
  Q_EMIT values_changed();
  if (switched)
    ask();
  else
    restage();
}

void LowLightSession::set_output(host::Output output) {
  if (output == values_.output) return;
  values_.output = output;
  Q_EMIT values_changed();
}

Staging LowLightSession::staging(const Episode& episode) const {
  return {steps_of(episode), Course::cumulative};
}

void LowLightSession::take_back(const Question& question) {
  values_.method = question.method;
  values_.steps = question.steps;
  if (question.denoise != (values_.denoise > 0)) values_.denoise = question.denoise ? 1 : 0;
  if (question.clarity != (values_.clarity > 0)) values_.clarity = question.clarity ? 1 : 0;
}

std::vector<EditStep> LowLightSession::steps_of(const Episode& episode) const {
  const std::vector<EditStep> steps = with_strength(episode.steps, values_.strength);
  return with_amount(with_amount(steps, "denoise", values_.denoise), "clarity", values_.clarity);
}

DialogResult LowLightSession::result() const {
  if (state() != State::ready) throw Error("There is nothing to apply yet.");
  DialogResult out{*episode(), step()};
  out.episode.steps = steps_of(out.episode);
  out.episode.origin["strength"] = values_.strength;
  if (values_.denoise > 0) out.episode.origin["denoise"] = values_.denoise;
  if (values_.clarity > 0) out.episode.origin["clarity"] = values_.clarity;
  return out;
}

} // namespace penumbra::ui
