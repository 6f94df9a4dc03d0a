// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/tool/match_look/session.hpp"

#include <QWidget>
#include <vector>

class QToolButton;

namespace penumbra::ui {

class SliderRow;
class UndoButtons;

/// The nine sliders of the state shown, to go on by hand.
class PENUMBRA_API FinishSliders : public QWidget {
  Q_OBJECT
 public:
  explicit FinishSliders(MatchLookSession& session, QWidget* parent = nullptr);

  const std::vector<SliderRow*>& rows() const { return rows_; }
  QToolButton* reset_button() const { return reset_; }
  UndoButtons* undo_buttons() const { return undo_; }

 private:
  void follow();

  MatchLookSession& session_;
  std::vector<SliderRow*> rows_;
  QToolButton* reset_;
  UndoButtons* undo_;
};

} // namespace penumbra::ui
