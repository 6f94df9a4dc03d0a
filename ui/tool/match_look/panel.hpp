// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tool/match_look/session.hpp"
#include "ui/widget/parameter_panel.hpp"

class QPushButton;

namespace penumbra::ui {

class FinishSliders;
class ReferenceBox;

/// The reference, what the tuner is to do with it, and the nine sliders of Match Look to Reference.
class PENUMBRA_API MatchLookPanel : public ParameterPanel {
  Q_OBJECT
 public:
  MatchLookPanel(MatchLookSession& session, const DialogInput& input, QWidget* parent = nullptr);

  ReferenceBox& reference_box() const { return *reference_; }
  FinishSliders& sliders() const { return *sliders_; }
  /// Writes the look that is shown as a .cube file; a remark says what it does not hold.
  void export_cube(const QString& file, int points = 33);

 private:
  host::Values command_values() const override;
  std::vector<std::pair<std::string, std::string>> command_options() const override;
  void build(const DialogInput& input);
  void follow();
  void ask_and_export();

  MatchLookSession& session_;
  ReferenceBox* reference_;
  FinishSliders* sliders_;
  QPushButton* export_;
};

} // namespace penumbra::ui
