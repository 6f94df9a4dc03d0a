#pragma once

#include "ui/session/session.hpp"

namespace penumbra::ui {

/// The session of Auto Enhance Low Light: an agent's steps one after the other, at a strength.
class PENUMBRA_API LowLightSession : public Session {
  Q_OBJECT
 public:
  /// `values.step` is the state to preselect, -1: the agent's choice.
  LowLightSession(const DialogInput& input, const host::LowLightValues& values, QObject* parent = nullptr);

  /// The values as the host and presets take them: step is -1 where it is the agent's choice.
  host::LowLightValues values() const;
  /// Replaces all values at once (a preset, the defaults); decides anew only where it must.
  void set_values(const host::LowLightValues& values);
  void set_method(const std::string& method);
  void set_steps(int steps);
  void set_strength(double strength);
  /// 0: off, no question about noise is asked; otherwise its amount, up to 1.
  void set_denoise(double amount);
  /// 0: off, there is no clarity step; otherwise its amount, up to 1. The agent is not asked.
  void set_clarity(double amount);
  void set_output(host::Output output);

  /// What OK commits; only in state ready.
  DialogResult result() const;

 protected:
  Question question() const override { return {values_.method, values_.steps, values_.denoise > 0}; }
  Episode applied(const Episode& decided) const override { return host::apply(decided, values_); }
  void take_back(const Question& question) override;
  int wanted_step() const override { return values_.step; }

 private:
  host::LowLightValues values_; ///< step: what to preselect when the next episode comes
};

} // namespace penumbra::ui
