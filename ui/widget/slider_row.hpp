// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "ui/widget/number_field.hpp"

#include <QSlider>
#include <QWidget>
#include <optional>

namespace penumbra::ui {

/// What a number means to people.
struct Unit {
  double min, max, step; ///< step: of the slider and the arrows
  double page, tick;     ///< of the slider: Page Up, and between its marks (0: it has none)
  int decimals;
  QString suffix;                     ///< " %"
  bool signs = false;                 ///< a plus before positive numbers
  std::optional<double> initial = {}; ///< where a double click or Delete brings it; none: see reset()
};

/// A slider and a number beside it that are the same value. The wheel turns the slider only while it has the
/// focus, so that a list of sliders can be scrolled. A double click on the slider, or Delete, resets it.
class PENUMBRA_API SliderRow : public QWidget {
  Q_OBJECT
 public:
  /// `name` and `number_name` are read out for the slider and the number, `tip` is shown for both.
  SliderRow(const Unit& unit, const QString& name, const QString& number_name, const QString& tip,
            QWidget* parent = nullptr);

  double value() const { return number_->value(); }
  /// Without a signal.
  void show_value(double value);
  QSlider* slider() const { return slider_; }
  NumberField* number() const { return number_; }

 Q_SIGNALS:
  void changed(double value); ///< by the user
  void reset();               ///< wanted by the user, where the unit says no initial value

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void go_back();

  const double step_;
  const std::optional<double> initial_;
  QSlider* slider_;
  NumberField* number_;
};

} // namespace penumbra::ui
