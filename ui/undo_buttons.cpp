#include "ui/undo_buttons.hpp"

#include "ui/icons.hpp"

#include <QEvent>
#include <QHBoxLayout>
#include <QShortcut>
#include <QToolButton>

namespace penumbra::ui {
namespace {

const QKeySequence undo_key(Qt::CTRL | Qt::Key_Z), redo_key(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
    other_redo_key(Qt::CTRL | Qt::Key_Y); // editors are of two minds

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
  const QColor colour = palette().color(QPalette::ButtonText);
  undo_->setIcon(undo_icon(colour));
  redo_->setIcon(redo_icon(colour));
}

} // namespace penumbra::ui
