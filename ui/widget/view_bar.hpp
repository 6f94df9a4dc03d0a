// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/widget/preview.hpp"

#include <QWidget>

class QLabel;
class QToolButton;

namespace penumbra::ui {

/// Above the preview: how it is divided, the original while a button is held, and the zoom.
class PENUMBRA_API ViewBar : public QWidget {
  Q_OBJECT
 public:
  /// `has_reference`: the tool has a reference that can be shown beside the picture.
  ViewBar(Preview& preview, bool has_reference, QWidget* parent = nullptr);

 private:
  void follow();

  Preview& preview_;
  QToolButton* modes_[4]; ///< by Preview::Mode
  QToolButton* clipping_;
  QToolButton* fit_;
  QToolButton* full_;
  QLabel* zoom_;
};

} // namespace penumbra::ui
