// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/session/presets.hpp"
#include "ui/session/session.hpp"
#include "ui/widget/tool_panel.hpp"

#include <QDialog>

class QPushButton;

namespace penumbra::ui {

class Histogram;
class Notice;
class Preview;
class StepBar;

/// The window around every tool: preview and steps at the left, the tool's panel and presets at the right.
class PENUMBRA_API Dialog : public QDialog {
  Q_OBJECT
 public:
  /// `name` of the layer or file, for the title; `models` for the credits.
  Dialog(Session& session, ToolPanel* panel, const QString& name, const QString& models,
         PresetStore presets = PresetStore(), QWidget* parent = nullptr);

  Session& session() { return session_; }
  Preview& preview() { return *preview_; }
  StepBar& step_bar() { return *steps_; }
  Histogram& histogram() { return *histogram_; }

  void accept() override;
  void done(int result) override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool focusNextPrevChild(bool next) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build(const QString& models, PresetStore presets);
  void add_keys();
  void follow();
  void restore();
  void settle();

  Session& session_;
  ToolPanel* panel_;
  Preview* preview_;
  StepBar* steps_;
  Notice* notice_;
  Histogram* histogram_ = nullptr;
  bool tall_ = false; ///< the panel is a list that takes all the room it gets
  QPushButton* ok_;
  QWidget* picture_; ///< all around the preview,
  QWidget* side_;    ///< the tool's controls,
  QWidget* bottom_;  ///< and what is below both
  QPoint place_;     ///< of the window's frame, as it was remembered
  bool settled_ = false;
};

/// Values of a tool as the dialog left them the last time; null where it has not been used.
PENUMBRA_API nlohmann::json remembered_values(const QString& tool);

} // namespace penumbra::ui
