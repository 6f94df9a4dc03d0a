// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/session/session.hpp"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace penumbra::ui {

/// Progress and a way to stop, for work that takes longer than 200 ms; when there is none, in the same place what
/// the state shown does to the photo (Session::sentence()).
class PENUMBRA_API WorkBar : public QWidget {
  Q_OBJECT
 public:
  static constexpr int patience_ms = 200;
  explicit WorkBar(Session& session, QWidget* parent = nullptr);
  bool shown() const { return shown_; }

 private:
  void follow();
  void reveal(bool shown);
  void say();

  Session& session_;
  QLabel* text_;
  QProgressBar* bar_;
  QToolButton* cancel_;
  QLabel* said_;
  QTimer patience_, pause_;
  bool shown_ = false;
};

} // namespace penumbra::ui
