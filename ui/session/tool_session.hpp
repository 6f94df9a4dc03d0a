// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/tool.hpp"
#include "ui/session/session.hpp"

namespace penumbra::ui {

/// The session of a tool, as its table has it: which change asks the agent, which is only applied. Enough for
/// tools that need no more than their parameters and the slider of steps; others derive from it.
class PENUMBRA_API ToolSession : public Session {
  Q_OBJECT
 public:
  /// "step" of the values is the state to preselect, -1: the agent's choice.
  ToolSession(const host::Tool& tool, const DialogInput& input, const host::Values& values,
              QObject* parent = nullptr);

  const host::Tool& tool() const { return tool_; }
  /// The values as the host and presets take them: "step" is -1 where it is the suggestion.
  virtual host::Values values() const;
  /// Replaces all values at once (a preset, the defaults); decides anew only where it must.
  virtual void set_values(const host::Values& values);
  /// Sets one, held within its range. Asks the agent where it decides.
  void set(const std::string& id, const nlohmann::json& value);

  QString sentence() const override;

  /// What OK commits; only where can_commit().
  virtual host::Choosing choice() const;

 protected:
  Question question() const override;
  Episode applied(const Episode& decided) const override;
  void take_back(const Question& question) override;
  int wanted_step() const override;

  /// The values as they were set, "step" being what to preselect when the next episode comes.
  const host::Values& wanted() const { return values_; }
  /// The picture that is to be matched, null where there is none.
  virtual std::shared_ptr<const Image> goal() const { return nullptr; }
  /// Forgets the state that was wanted: the best of what comes next is to be shown.
  virtual void choose_best();
  /// Shows the states under the values again, after they or what is applied changed.
  virtual void apply_again();
  /// Replaces what was set, and says so; asks nothing.
  void put(const host::Values& values);

 private:
  const host::Tool& tool_;
  host::Values values_;
};

} // namespace penumbra::ui
