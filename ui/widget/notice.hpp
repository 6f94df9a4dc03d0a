// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QFrame>

class QLabel;
class QToolButton;

namespace penumbra::ui {

/// A message in the window that stays until it is dealt with: the reason of a failure, to be read and copied.
class PENUMBRA_API Notice : public QFrame {
  Q_OBJECT
 public:
  explicit Notice(QWidget* parent = nullptr);

  /// `can_retry` offers to try again.
  void show_error(const QString& text, bool can_retry);
  void show_remark(const QString& text, bool can_retry);
  QString text() const;

 Q_SIGNALS:
  void retry();

 private:
  void present(const QString& text, bool can_retry, bool error);

  QLabel* icon_;
  QLabel* text_;
  QToolButton* copy_;
  QToolButton* retry_;
};

} // namespace penumbra::ui
