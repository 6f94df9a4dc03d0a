// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/undo_buttons.hpp"

#include "ui/widget/icons.hpp"

#include <QEvent>
#include <QHBoxLayout>
#include <QShortcut>
#include <QToolButton>

namespace penumbra::ui {
namespace {

const QKeySequence undo_key(Qt::CTRL | Qt::Key_Z), redo_key(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
    other_redo_key(Qt::CTRL | Qt::Key_Y); // editors are of two minds

/// What Qt makes of an icon for a button that cannot be pressed is hardly dimmer on a dark ground.
QIcon with_disabled(QIcon icon, const QIcon& disabled) {
  for (const QSize& size : disabled.availableSizes()) icon.addPixmap(disabled.pixmap(size), QIcon::Disabled);
  return icon;
}

} // namespace

UndoButtons::UndoButtons(QWidget* parent) : QWidget(parent) {
  undo_ = new QToolButton;
  redo_ = new QToolButton;
  undo_->setAccessibleName(tr("Undo"));
  redo_->setAccessibleName(tr("Redo"));
  undo_->setToolTip(
      tr("Takes back the last change by hand (%1)").arg(undo_key.toString(QKeySequence::NativeText)));
  redo_->setToolTip(tr("Makes the change again that was taken back (%1 or %2)")
                        .arg(redo_key.toString(QKeySequence::NativeText),
                             other_redo_key.toString(QKeySequence::NativeText)));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  for (QToolButton* button : {undo_, redo_}) {
    button->setAutoRaise(true);
    button->setEnabled(false);
    row->addWidget(button);
  }
  connect(undo_, &QToolButton::clicked, this, &UndoButtons::undo);
  connect(redo_, &QToolButton::clicked, this, &UndoButtons::redo);
  connect(new QShortcut(undo_key, this), &QShortcut::activated, this, &UndoButtons::undo);
  for (const QKeySequence& key : {redo_key, other_redo_key})
    connect(new QShortcut(key, this), &QShortcut::activated, this, &UndoButtons::redo);
  draw();
}

void UndoButtons::allow(bool undo, bool redo) {
  undo_->setEnabled(undo);
  redo_->setEnabled(redo);
}

void UndoButtons::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) draw();
  QWidget::changeEvent(event);
}

void UndoButtons::draw() {
  const QColor on = palette().color(QPalette::Active, QPalette::ButtonText);
  const QColor off = palette().color(QPalette::Disabled, QPalette::ButtonText);
  undo_->setIcon(with_disabled(undo_icon(on), undo_icon(off)));
  redo_->setIcon(with_disabled(redo_icon(on), redo_icon(off)));
}

} // namespace penumbra::ui
