// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/number_field.hpp"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>
#include <utility>

namespace penumbra::ui {

NumberField::NumberField(bool signs, QWidget* parent) : QDoubleSpinBox(parent), signs_(signs) {
  setKeyboardTracking(false);
  setFocusPolicy(Qt::StrongFocus);
  connect(lineEdit(), &QLineEdit::textEdited, this, [this] { editing_ = true; });
}

void NumberField::show_value(double value) {
  if (editing_) {
    waiting_ = value;
    return;
  }
  const QSignalBlocker blocker(this);
  setValue(value);
}

void NumberField::commit() {
  if (!editing_) return;
  const double before = standing();
  {
    const QSignalBlocker blocker(this);
    interpretText(); // what is no number becomes standing(), see fixup()
  }
  editing_ = false;
  waiting_.reset();
  if (value() != before) Q_EMIT valueChanged(value());
}

void NumberField::cancel() {
  editing_ = false;
  show_value(standing());
  waiting_.reset();
}

std::optional<double> NumberField::number_of(QString text) const {
  for (const QString& unit : {suffix(), suffix()}) { // once written by the field, once typed
    text = text.trimmed();
    if (!unit.trimmed().isEmpty() && text.endsWith(unit.trimmed(), Qt::CaseInsensitive))
      text.chop(unit.trimmed().size());
  }
  text = text.trimmed().replace(QChar(0x2212), '-').replace(',', '.'); // the minus of typesetters
  const bool plus = text.startsWith('+');
  if (plus) text.remove(0, 1);
  // "inf" and "1e5" are numbers for programs only.
  const auto odd = [](QChar c) { return !(c >= '0' && c <= '9') && c != '.' && c != '-'; };
  if (text.isEmpty() || std::any_of(text.begin(), text.end(), odd) || (plus && text.startsWith('-')))
    return std::nullopt;
  bool ok = false;
  const double number = QLocale::c().toDouble(text, &ok);
  return ok && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

QString NumberField::textFromValue(double value) const {
  const QString text = QDoubleSpinBox::textFromValue(value);
  return signs_ && value > 0 ? locale().positiveSign() + text : text;
}

double NumberField::valueFromText(const QString& text) const {
  if (!specialValueText().isEmpty() && text == specialValueText()) return minimum();
  const double scale = std::pow(10.0, decimals()), number = number_of(text).value_or(standing());
  return std::clamp(std::round(number * scale) / scale, minimum(), maximum());
}

QValidator::State NumberField::validate(QString& text, int&) const {
  if (!specialValueText().isEmpty() && text == specialValueText()) return QValidator::Acceptable;
  const std::optional<double> number = number_of(text);
  // Anything may stand there while it is typed; letter by letter refused, "1x5" would become 15.
  return number && *number >= minimum() && *number <= maximum() ? QValidator::Acceptable
                                                                : QValidator::Intermediate;
}

void NumberField::fixup(QString& text) const {
  const double number = std::clamp(number_of(text).value_or(standing()), minimum(), maximum());
  text = textFromValue(number) + suffix();
}

void NumberField::stepBy(int steps) {
  commit();
  QDoubleSpinBox::stepBy(steps);
}

void NumberField::keyPressEvent(QKeyEvent* event) {
  const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (editing_ && (enter || event->key() == Qt::Key_Escape)) {
    enter ? commit() : cancel();
    selectAll();
    return event->accept();
  }
  // "Off" is no beginning of a number.
  if (!specialValueText().isEmpty() && lineEdit()->text() == specialValueText() && !event->text().isEmpty() &&
      event->text().at(0).isPrint())
    lineEdit()->selectAll();
  QDoubleSpinBox::keyPressEvent(event);
}

void NumberField::focusOutEvent(QFocusEvent* event) {
  commit();
  QDoubleSpinBox::focusOutEvent(event);
}

void NumberField::wheelEvent(QWheelEvent* event) {
  hasFocus() ? QDoubleSpinBox::wheelEvent(event) : event->ignore();
}

void commit_typing(const QWidget* window) {
  if (auto* field = qobject_cast<NumberField*>(window->focusWidget())) field->commit();
}

} // namespace penumbra::ui
