// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QWidget>

class QCheckBox;
class QLabel;
class QToolButton;

namespace penumbra::ui {

class LocalExposureSession;
class SliderRow;

/// One segment: its picture, whether it is on, alone, and its EV. While the pointer is on it the preview
/// shows where it is.
class PENUMBRA_API SegmentRow : public QWidget {
  Q_OBJECT
 public:
  SegmentRow(LocalExposureSession& session, int segment, QWidget* parent = nullptr);
  /// Shows what the session says.
  void follow();

  QCheckBox* on() const { return on_; }
  QToolButton* solo() const { return solo_; }
  SliderRow* ev() const { return ev_; }

 protected:
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  LocalExposureSession& session_;
  const int segment_;
  QLabel* picture_;
  QCheckBox* on_;
  QToolButton* solo_;
  SliderRow* ev_;
};

} // namespace penumbra::ui
