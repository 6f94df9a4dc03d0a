// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/presets.hpp"
#include "ui/widget/tool_panel.hpp"

#include <vector>

class QComboBox;
class QToolButton;

namespace penumbra::ui {

/// Choose, save and delete the presets of a tool. Shows a preset's name as long as its values are in force.
class PENUMBRA_API PresetBar : public QWidget {
  Q_OBJECT
 public:
  PresetBar(ToolPanel& panel, PresetStore store, QWidget* parent = nullptr);

  void apply(const QString& name);
  void save_as(const QString& name);
  void remove(const QString& name);
  QString current() const; ///< empty: the values are those of no preset

 Q_SIGNALS:
  void failed(const QString& reason);

 private:
  void fill();
  void follow();
  void ask_and_save();
  void ask_and_remove();

  ToolPanel& panel_;
  PresetStore store_;
  std::vector<nlohmann::json> known_; ///< the values of each entry of choice_
  QComboBox* choice_;
  QToolButton* remove_;
};

} // namespace penumbra::ui
