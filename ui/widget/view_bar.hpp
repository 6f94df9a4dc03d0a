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
  explicit ViewBar(Preview& preview, QWidget* parent = nullptr);

 private:
  void follow();

  Preview& preview_;
  QToolButton* modes_[3];
  QToolButton* fit_;
  QToolButton* full_;
  QLabel* zoom_;
};

} // namespace penumbra::ui
