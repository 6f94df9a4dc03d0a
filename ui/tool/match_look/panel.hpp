#pragma once

#include "ui/tool/match_look/session.hpp"
#include "ui/widget/tool_panel.hpp"

class QCheckBox;
class QComboBox;
class QPushButton;

namespace penumbra::ui {

class FinishSliders;
class NumberField;
class ReferenceBox;
class SliderRow;

/// The reference, what the tuner is to do with it, and the nine sliders of Match Look to Reference.
class PENUMBRA_API MatchLookPanel : public ToolPanel {
  Q_OBJECT
 public:
  MatchLookPanel(MatchLookSession& session, const MatchLookInput& input, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("match-look"); }
  QString title() const override;
  QString help() const override;
  nlohmann::json values() const override;
  nlohmann::json lasting_values() const override;
  void set_values(const nlohmann::json& values) override;
  void reset() override;
  QString command_line() const override;

  ReferenceBox& reference_box() const { return *reference_; }
  FinishSliders& sliders() const { return *sliders_; }
  /// Writes the look that is shown as a .cube file; a remark says what it does not hold.
  void export_cube(const QString& file);

 private:
  void build(const MatchLookInput& input);
  void follow();
  void ask_and_export();

  MatchLookSession& session_;
  const QString path_;
  ReferenceBox* reference_;
  QComboBox* content_;
  NumberField* steps_;
  QCheckBox* polish_;
  SliderRow* amount_;
  QComboBox* output_ = nullptr;
  FinishSliders* sliders_;
  QPushButton* export_;
};

} // namespace penumbra::ui
