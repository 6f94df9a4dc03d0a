// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QDoubleSpinBox>
#include <optional>

namespace penumbra::ui {

/// A number that can be typed in peace: nothing is written into the field while it is edited. Enter takes the
/// number and leaves the window alone, Esc brings back what was there; leaving the field takes the number,
/// too. Point and comma are both the decimal sign, and "-" and "−" are both minus. A number out of range
/// becomes the nearest one within it, and what is no number becomes what was there before.
class PENUMBRA_API NumberField : public QDoubleSpinBox {
  Q_OBJECT
 public:
  /// `signs`: positive numbers are shown with a plus.
  explicit NumberField(bool signs = false, QWidget* parent = nullptr);

  /// Shows a value, without a signal; where the field is being edited, once that has ended.
  void show_value(double value);
  /// Whether something was typed that has not been taken yet.
  bool editing() const { return editing_; }
  /// Takes what was typed, if anything was.
  void commit();

  QString textFromValue(double value) const override;
  double valueFromText(const QString& text) const override;
  QValidator::State validate(QString& text, int& position) const override;
  void fixup(QString& text) const override;
  void stepBy(int steps) override;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void wheelEvent(QWheelEvent* event) override; ///< without the focus it is for the list around the field

 private:
  /// The number that a text says; nothing where it says none.
  std::optional<double> number_of(QString text) const;
  double standing() const { return waiting_.value_or(value()); } ///< what the field shows unedited
  void cancel();

  const bool signs_;
  bool editing_ = false;
  std::optional<double> waiting_; ///< to be shown once the editing has ended
};

/// Takes what was typed into the field that has the focus in `window`, before its values are used.
PENUMBRA_API void commit_typing(const QWidget* window);

} // namespace penumbra::ui
