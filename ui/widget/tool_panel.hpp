// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QString>
#include <QWidget>
#include <nlohmann/json.hpp>

namespace penumbra::ui {

/// The controls of one tool, at the right of the preview. The dialog around it asks this much of a tool, so
/// that another tool is another panel.
class PENUMBRA_API ToolPanel : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  virtual QString id() const = 0;    ///< "low-light": under which presets and values are kept
  virtual QString title() const = 0; ///< of the window
  virtual QString help() const = 0;  ///< what the tool does and how to use it, rich text
  /// What a person chose, as presets and the memory between two uses keep it.
  virtual nlohmann::json values() const = 0;
  /// Those of them that the next photo starts with.
  virtual nlohmann::json lasting_values() const = 0;
  /// Stored values as this version has them, to be compared with values().
  virtual nlohmann::json normalised(const nlohmann::json& stored) const = 0;
  /// Lenient: what is missing or out of range takes its default.
  virtual void set_values(const nlohmann::json& values) = 0;
  virtual void reset() = 0;
  /// The same from a shell.
  virtual QString command_line() const = 0;

 Q_SIGNALS:
  void values_changed();
  /// Something that the person did could not be done; the picture is as it was.
  void failed(const QString& reason);
  /// A remark that is no error.
  void noted(const QString& text);
};

} // namespace penumbra::ui
