#pragma once

#include "ui/tool/local_exposure/session.hpp"
#include "ui/widget/tool_panel.hpp"

#include <vector>

class QComboBox;
class QScrollArea;
class QVBoxLayout;

namespace penumbra::ui {

class SegmentRow;
class SliderRow;
class UndoButtons;

/// Method, strength, output and the list of segments of Balance Local Exposure.
class PENUMBRA_API LocalExposurePanel : public ToolPanel {
  Q_OBJECT
 public:
  LocalExposurePanel(LocalExposureSession& session, const DialogInput& input, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("local-exposure"); }
  QString title() const override;
  QString help() const override;
  nlohmann::json values() const override;
  void set_values(const nlohmann::json& values) override;
  void reset() override;
  QString command_line() const override;

  const std::vector<SegmentRow*>& rows() const { return rows_; }
  UndoButtons* undo_buttons() const { return undo_; }

 private:
  void follow();
  void follow_segments();

  LocalExposureSession& session_;
  const QString path_;
  QComboBox* method_;
  SliderRow* strength_;
  QComboBox* output_ = nullptr;
  UndoButtons* undo_;
  QScrollArea* list_;
  QVBoxLayout* column_;
  std::vector<SegmentRow*> rows_;
};

} // namespace penumbra::ui
