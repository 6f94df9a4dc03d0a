// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/tool_session.hpp"
#include "ui/widget/tool_panel.hpp"

namespace penumbra::ui {

class ParameterForm;

/// The panel of a tool as its table has it: enough for tools that need no more than a form of their
/// parameters; others derive from it and lay the form out among what they add.
class PENUMBRA_API ParameterPanel : public ToolPanel {
  Q_OBJECT
 public:
  /// The form alone, or (`lay_out` false) nothing: form() is then for whoever derives from it to place.
  ParameterPanel(ToolSession& session, const DialogInput& input, QWidget* parent = nullptr,
                 bool lay_out = true);

  QString id() const override;
  QString title() const override;
  QString help() const override;
  nlohmann::json values() const override;
  nlohmann::json lasting_values() const override;
  nlohmann::json normalised(const nlohmann::json& stored) const override;
  void set_values(const nlohmann::json& values) override;
  void reset() override;
  QString command_line() const override;

  ParameterForm& form() const { return *form_; }

 protected:
  /// What "Copy as Command Line" gives: what would be committed.
  virtual host::Values command_values() const;
  /// Its options; those that do not matter may be left out.
  virtual std::vector<std::pair<std::string, std::string>> command_options() const;
  /// Of the photo's file; empty where there is none.
  const QString& path() const { return path_; }

 private:
  ToolSession& session_;
  const QString path_;
  ParameterForm* form_;
};

} // namespace penumbra::ui
