// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/preset_bar.hpp"

#include "core/error.hpp"
#include "ui/widget/number_field.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMessageBox>
#include <QToolButton>
#include <algorithm>

namespace penumbra::ui {

PresetBar::PresetBar(ToolPanel& panel, PresetStore store, QWidget* parent)
    : QWidget(parent), panel_(panel), store_(std::move(store)) {
  choice_ = new QComboBox;
  choice_->setPlaceholderText(tr("Presets"));
  choice_->setAccessibleName(tr("Presets"));
  choice_->setToolTip(tr("Applies values that were saved under a name"));
  choice_->setMinimumContentsLength(8);
  choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  auto* save = new QToolButton;
  save->setText(tr("Save…"));
  save->setToolTip(tr("Saves the present values under a name"));
  remove_ = new QToolButton;
  remove_->setText(tr("Delete"));
  remove_->setToolTip(tr("Deletes the chosen preset"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(choice_, 1);
  row->addWidget(save);
  row->addWidget(remove_);

  connect(choice_, &QComboBox::activated, this, [this](int index) { apply(choice_->itemText(index)); });
  connect(save, &QToolButton::clicked, this, &PresetBar::ask_and_save);
  connect(remove_, &QToolButton::clicked, this, &PresetBar::ask_and_remove);
  connect(&panel_, &ToolPanel::values_changed, this, &PresetBar::follow);
  fill();
}

QString PresetBar::current() const {
  return choice_->currentIndex() < 0 ? QString() : choice_->currentText();
}

void PresetBar::fill() {
  choice_->clear();
  known_.clear();
  for (const QString& name : store_.names(panel_.id())) {
    choice_->addItem(name);
    known_.push_back(panel_.normalised(store_.values(panel_.id(), name)));
  }
  choice_->setEnabled(choice_->count() > 0);
  follow();
}

/// Keeps the name only while it tells the truth.
void PresetBar::follow() {
  const auto found = std::find(known_.begin(), known_.end(), panel_.values());
  const int index = found == known_.end() ? -1 : int(found - known_.begin());
  choice_->setCurrentIndex(index);
  remove_->setEnabled(index >= 0);
}

void PresetBar::apply(const QString& name) {
  const nlohmann::json values = store_.values(panel_.id(), name);
  if (values.is_object()) panel_.set_values(values);
  follow();
}

void PresetBar::save_as(const QString& name) {
  commit_typing(window());
  try {
    store_.save(panel_.id(), name, panel_.values());
  } catch (const Error& problem) {
    Q_EMIT failed(QString::fromUtf8(problem.what()));
  }
  fill();
}

void PresetBar::remove(const QString& name) {
  try {
    store_.remove(panel_.id(), name);
  } catch (const Error& problem) {
    Q_EMIT failed(QString::fromUtf8(problem.what()));
  }
  fill();
}

void PresetBar::ask_and_save() {
  const QString name = QInputDialog::getText(window(), tr("Save Preset"), tr("Name of the preset:"),
                                             QLineEdit::Normal, current())
                           .trimmed();
  if (name.isEmpty()) return;
  if (store_.names(panel_.id()).contains(name) &&
      QMessageBox::question(window(), tr("Save Preset"),
                            tr("There is a preset named “%1”. Replace it?").arg(name)) != QMessageBox::Yes)
    return;
  save_as(name);
}

void PresetBar::ask_and_remove() {
  const QString name = current();
  if (QMessageBox::question(window(), tr("Delete Preset"), tr("Delete the preset “%1”?").arg(name)) ==
      QMessageBox::Yes)
    remove(name);
}

} // namespace penumbra::ui
