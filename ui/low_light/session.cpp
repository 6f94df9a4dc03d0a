#include "ui/low_light/session.hpp"

#include "core/error.hpp"

#include <algorithm>

namespace penumbra::ui {

LowLightSession::LowLightSession(const DialogInput& input, const host::LowLightValues& values,
                                 QObject* parent)
    : Session(input, parent), values_(values) {}

host::LowLightValues LowLightSession::values() const {
  host::LowLightValues out = values_;
  if (episode() && state() == State::ready) out.step = step() == best_step() ? -1 : step();
  return out;
}

void LowLightSession::set_values(const host::LowLightValues& values) {
  const double strength = values_.strength;
  values_ = values;
  values_.steps = std::clamp(values.steps, 1, 12);
  values_.strength = std::clamp(values.strength, 0.0, 1.5);
  Q_EMIT values_changed();
  const bool same = answered();
  ask();
  if (!same) return;
  if (values_.strength != strength) restage();
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
  strength = std::clamp(strength, 0.0, 1.5);
  if (strength == values_.strength) return;
  values_.strength = strength;
  Q_EMIT values_changed();
  restage();
}

void LowLightSession::set_output(host::Output output) {
  if (output == values_.output) return;
  values_.output = output;
  Q_EMIT values_changed();
}

Staging LowLightSession::staging(const Episode& episode) const {
  return {with_strength(episode.steps, values_.strength), Course::cumulative};
}

void LowLightSession::take_back(const Question& question) {
  values_.method = question.method;
  values_.steps = question.steps;
}

DialogResult LowLightSession::result() const {
  if (state() != State::ready) throw Error("There is nothing to apply yet.");
  DialogResult out{*episode(), step()};
  out.episode.steps = with_strength(std::move(out.episode.steps), values_.strength);
  out.episode.origin["strength"] = values_.strength;
  return out;
}

} // namespace penumbra::ui
