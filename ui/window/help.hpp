// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QDialog>
#include <QString>

namespace penumbra::ui {

/// What the tool does, the keys, and who made it under which licence; the credits of the training photos are
/// read from the file CREDITS in the folder of the models, where there is one.
class PENUMBRA_API HelpWindow : public QDialog {
  Q_OBJECT
 public:
  HelpWindow(const QString& tool_title, const QString& tool_help, const QString& models, QWidget* parent);
};

} // namespace penumbra::ui
