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
  if ((values_.clarity > 0) != (before.clarity > 0)) Q_EMIT episode_changed();
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
  amount = std::clamp(amount, 0.0, 1.0);
  if (amount == values_.denoise) return;
  const bool switched = (amount > 0) != (values_.denoise > 0);
  values_.denoise = amount;
  if (switched) values_.step = -1; // there may be a step more now, or a step less
  Q_EMIT values_changed();
  if (switched)
    ask();
  else
    restage();
}

void LowLightSession::set_clarity(double amount) {
  amount = std::clamp(amount, 0.0, 1.0);
  if (amount == values_.clarity) return;
  const bool switched = (amount > 0) != (values_.clarity > 0);
  values_.clarity = amount;
  if (switched) values_.step = -1;
  Q_EMIT values_changed();
  restage();
  if (!switched) return;
  Q_EMIT episode_changed(); // there is a step more now, or a step less
  set_step(best_step());
}

void LowLightSession::set_output(host::Output output) {
  if (output == values_.output) return;
  values_.output = output;
  Q_EMIT values_changed();
}

void LowLightSession::take_back(const Question& question) {
  values_.method = question.method;
  values_.steps = question.steps;
  if (question.denoise != (values_.denoise > 0)) values_.denoise = question.denoise ? 1 : 0;
}

DialogResult LowLightSession::result() const {
  if (state() != State::ready) throw Error("There is nothing to apply yet.");
  return {shown(), step()};
}

} // namespace penumbra::ui
