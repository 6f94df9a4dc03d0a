// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/session/tool_session.hpp"

#include <QWidget>
#include <map>
#include <string>

class QComboBox;

namespace penumbra::ui {

class SliderRow;

/// The text of a tool's table in the user's language.
PENUMBRA_API QString text_of(const char* text);

/// The controls of a tool's parameters, one row each, as its table has them: lists, numbers, sliders with
/// their units and tips. Parameters without a title have none: the slider of steps, references and lists show
/// them. Each control has the parameter's id for its object name.
class PENUMBRA_API ParameterForm : public QWidget {
  Q_OBJECT
 public:
  /// `offers_output` false: where the result goes is not asked.
  ParameterForm(ToolSession& session, bool offers_output, QWidget* parent = nullptr);
  /// Shows what the session says.
  void follow();

  /// The control of a parameter, null where it has none.
  QWidget* control(const std::string& id) const;
  QComboBox* list(const std::string& id) const;

 private:
  QWidget* make(const host::Parameter& parameter);
  QWidget* make_list(const host::Parameter& parameter);
  QWidget* make_number(const host::Parameter& parameter);
  QWidget* make_slider(const host::Parameter& parameter);
  QWidget* make_switch(const host::Parameter& parameter);

  ToolSession& session_;
  std::map<std::string, QWidget*> controls_;
};

} // namespace penumbra::ui
