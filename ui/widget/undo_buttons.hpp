// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QWidget>

class QToolButton;

namespace penumbra::ui {

/// Two buttons, and the keys of the window: take back the last change by hand, make it again.
class PENUMBRA_API UndoButtons : public QWidget {
  Q_OBJECT
 public:
  explicit UndoButtons(QWidget* parent = nullptr);

  void allow(bool undo, bool redo);
  QToolButton* undo_button() const { return undo_; }
  QToolButton* redo_button() const { return redo_; }

 Q_SIGNALS:
  void undo();
  void redo();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void draw();

  QToolButton* undo_;
  QToolButton* redo_;
};

} // namespace penumbra::ui
