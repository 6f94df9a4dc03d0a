// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QObject>
#include <QPointer>
#include <vector>

class QWidget;

namespace penumbra::ui {

/// Moves the focus from a widget to the one after it (or before it) as the eye goes: block after block, in
/// each line by line, from the left, and round. Looked up anew each time, since rows come and go. False where
/// there is nothing that takes the focus.
PENUMBRA_API bool move_focus(const std::vector<QWidget*>& blocks, const QWidget* from, bool next);

/// Frames what has the focus in a window, as long as it was reached by keyboard: not every style shows it
/// well on everything.
class PENUMBRA_API FocusRing : public QObject {
  Q_OBJECT
 public:
  explicit FocusRing(QWidget* window);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();

  QWidget* const window_;
  QWidget* ring_;             ///< on top of everything in the window
  QPointer<QWidget> focused_; ///< what it is drawn around
};

} // namespace penumbra::ui
