#pragma once

#include "ui/tool/low_light/session.hpp"
#include "ui/widget/tool_panel.hpp"

class QComboBox;

namespace penumbra::ui {

class NumberField;
class SliderRow;

/// Method, steps, strength and output of Auto Enhance Low Light.
class PENUMBRA_API LowLightPanel : public ToolPanel {
  Q_OBJECT
 public:
  LowLightPanel(LowLightSession& session, const DialogInput& input, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("low-light"); }
  QString title() const override;
  QString help() const override;
  nlohmann::json values() const override;
  void set_values(const nlohmann::json& values) override;
  void reset() override;
  QString command_line() const override;

 private:
  void follow();

  LowLightSession& session_;
  const QString path_;
  QComboBox* method_;
  NumberField* steps_;
  SliderRow* strength_;
  SliderRow* denoise_;
  SliderRow* clarity_;
  QComboBox* output_ = nullptr;
};

/// `penumbra enhance …` that gives the same picture; `path` empty: PHOTO stands for it. Quoted for a shell.
PENUMBRA_API QString command_line_of(const host::LowLightValues& values, const QString& path);

} // namespace penumbra::ui
