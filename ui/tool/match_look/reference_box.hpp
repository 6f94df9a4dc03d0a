// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/tool/match_look/session.hpp"

#include <QWidget>

class QLabel;
class QMenu;
class QMimeData;
class QToolButton;

namespace penumbra::ui {

/// The reference as a small picture, which takes dropped files and pictures, and the ways to choose another:
/// a file, the clipboard, what the host has open.
class PENUMBRA_API ReferenceBox : public QWidget {
  Q_OBJECT
 public:
  ReferenceBox(MatchLookSession& session, const DialogInput& input, QWidget* parent = nullptr);

  QToolButton* button() const { return choose_; }
  QMenu* menu() const { return menu_; }
  QMenu* recent_menu() const { return recent_; }
  /// Takes what was copied or dropped: a local file, or a picture. False where it is neither.
  bool take(const QMimeData* data);
  void paste();

 Q_SIGNALS:
  void failed(const QString& reason);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void ask_for_file();
  void fill_recent();
  void follow();

  MatchLookSession& session_;
  QLabel* picture_;
  QLabel* name_;
  QToolButton* choose_;
  QMenu* menu_;
  QMenu* recent_; ///< within it
};

} // namespace penumbra::ui
