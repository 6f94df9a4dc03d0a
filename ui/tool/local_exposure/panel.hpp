// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tool/local_exposure/session.hpp"
#include "ui/widget/parameter_panel.hpp"

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace penumbra::ui {

class SegmentRow;
class UndoButtons;

/// The parameters and the list of segments of Balance Local Exposure.
class PENUMBRA_API LocalExposurePanel : public ParameterPanel {
  Q_OBJECT
 public:
  LocalExposurePanel(LocalExposureSession& session, const DialogInput& input, QWidget* parent = nullptr);

  void reset() override;

  const std::vector<SegmentRow*>& rows() const { return rows_; }
  UndoButtons* undo_buttons() const { return undo_; }

 private:
  void follow_segments();

  LocalExposureSession& session_;
  UndoButtons* undo_;
  QScrollArea* list_;
  QVBoxLayout* column_;
  std::vector<SegmentRow*> rows_;
};

} // namespace penumbra::ui
