#pragma once

#include "core/export.hpp"

#include <QDoubleSpinBox>
#include <QSlider>
#include <QWidget>

namespace penumbra::ui {

/// What a number means to people.
struct Unit {
  double least, most, step; ///< step: of the slider and the arrows
  double page, tick;        ///< of the slider: Page Up, and between its marks (0: it has none)
  int decimals;
  QString suffix;     ///< " %"
  bool signs = false; ///< a plus before positive numbers
};

/// A slider and a number beside it that are the same value. The wheel turns the slider only while it has the
/// focus, so that a list of sliders can be scrolled.
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
  QDoubleSpinBox* number() const { return number_; }

 Q_SIGNALS:
  void changed(double value); ///< by the user
  void reset();               ///< wanted: a double click on the slider, or Delete

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const double step_;
  QSlider* slider_;
  QDoubleSpinBox* number_;
};

} // namespace penumbra::ui
