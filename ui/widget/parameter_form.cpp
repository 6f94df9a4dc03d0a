// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/parameter_form.hpp"

#include "ui/widget/number_field.hpp"
#include "ui/widget/slider_row.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace penumbra::ui {
namespace {

using host::Parameter;
using host::Type;

QString plain(const Parameter& parameter) {
  return text_of(parameter.title).remove(QLatin1Char('&'));
}

/// Percent are shown as such; the value is a share.
double factor(const Parameter& parameter) {
  return parameter.unit == host::Unit::percent ? 100 : 1;
}

} // namespace

QString text_of(const char* text) {
  return QCoreApplication::translate("penumbra::Tool", text);
}

ParameterForm::ParameterForm(ToolSession& session, bool offers_output, QWidget* parent)
    : QWidget(parent), session_(session) {
  auto* form = new QFormLayout(this);
  form->setContentsMargins(0, 0, 0, 0);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setLabelAlignment(Qt::AlignLeft);
  QHBoxLayout* number_row = nullptr; // switches come beside the number before them
  for (const Parameter& parameter : session_.tool().table.parameters) {
    if (!*parameter.title || (parameter.type == Type::output && !offers_output)) continue;
    QWidget* control = make(parameter);
    if (!control) continue;
    control->setObjectName(QString::fromLatin1(parameter.id));
    controls_[parameter.id] = control;
    if (parameter.type == Type::flag && number_row) {
      number_row->addStretch(1);
      number_row->addWidget(control);
      continue;
    }
    auto* label = new QLabel(text_of(parameter.title));
    auto* slider = qobject_cast<SliderRow*>(control);
    label->setBuddy(slider ? static_cast<QWidget*>(slider->slider()) : control);
    if (parameter.type == Type::flag) {
      form->addRow(control);
      delete label;
    } else if (parameter.type == Type::whole) {
      number_row = new QHBoxLayout;
      number_row->addWidget(control);
      form->addRow(label, number_row);
    } else {
      form->addRow(label, control);
    }
  }
  follow();
}

QWidget* ParameterForm::make(const Parameter& parameter) {
  if (is_choice(parameter)) return make_list(parameter);
  switch (parameter.type) {
  case Type::whole:
    return make_number(parameter);
  case Type::amount:
    return make_slider(parameter);
  case Type::flag:
    return make_switch(parameter);
  default:
    return nullptr;
  }
}

QWidget* ParameterForm::make_list(const Parameter& parameter) {
  auto* list = new QComboBox;
  for (const host::Choice& choice : choices_of(session_.tool().table, parameter))
    list->addItem(text_of(choice.title), QString::fromLatin1(choice.id));
  list->setToolTip(text_of(parameter.help));
  list->setAccessibleName(plain(parameter));
  connect(list, &QComboBox::activated, this, [this, list, id = std::string(parameter.id)] {
    session_.set(id, list->currentData().toString().toStdString());
  });
  return list;
}

QWidget* ParameterForm::make_number(const Parameter& parameter) {
  auto* number = new NumberField;
  number->setDecimals(0);
  number->setRange(parameter.min, parameter.max);
  number->setToolTip(text_of(parameter.help));
  number->setAccessibleName(plain(parameter));
  connect(number, &NumberField::valueChanged, this,
          [this, id = std::string(parameter.id)](double value) { session_.set(id, int(value)); });
  return number;
}

QWidget* ParameterForm::make_slider(const Parameter& parameter) {
  const double f = factor(parameter), from = f * parameter.min, to = f * parameter.max;
  const QString name = plain(parameter);
  const bool signs = parameter.min < 0;
  const double initial = f * parameter.initial;
  const Unit percent{from, to, 1, 10, signs ? 0.0 : 50.0, 0, tr(" %"), signs, initial};
  const Unit ev{from, to, 0.05, 0.5, 1, 2, tr(" EV"), signs, initial};
  const Unit number{from, to, (to - from) / 100, (to - from) / 10, 0, 2, {}, signs, initial};
  const bool in_percent = parameter.unit == host::Unit::percent, in_ev = parameter.unit == host::Unit::ev;
  auto* row = new SliderRow(in_percent ? percent
                            : in_ev    ? ev
                                       : number,
                            name,
                            in_percent ? tr("%1 in percent").arg(name)
                            : in_ev    ? tr("%1 in EV").arg(name)
                                       : tr("%1 as a number").arg(name),
                            text_of(parameter.help));
  if (parameter.initial == parameter.min) row->number()->setSpecialValueText(tr("Off"));
  connect(row, &SliderRow::changed, this,
          [this, f, id = std::string(parameter.id)](double value) { session_.set(id, value / f); });
  return row;
}

QWidget* ParameterForm::make_switch(const Parameter& parameter) {
  auto* box = new QCheckBox(text_of(parameter.title));
  box->setToolTip(text_of(parameter.help));
  connect(box, &QCheckBox::toggled, this,
          [this, id = std::string(parameter.id)](bool on) { session_.set(id, on); });
  return box;
}

void ParameterForm::follow() {
  const host::Values values = session_.values();
  for (const auto& [id, control] : controls_) {
    if (auto* list = qobject_cast<QComboBox*>(control))
      list->setCurrentIndex(list->findData(QString::fromStdString(values.get<std::string>(id))));
    else if (auto* number = qobject_cast<NumberField*>(control))
      number->show_value(values.get<int>(id));
    else if (auto* row = qobject_cast<SliderRow*>(control))
      row->show_value(values.get<double>(id) * factor(*host::find_parameter(session_.tool().table, id)));
    else if (auto* box = qobject_cast<QCheckBox*>(control)) {
      const QSignalBlocker blocker(box);
      box->setChecked(values.get<bool>(id));
    }
  }
}

QWidget* ParameterForm::control(const std::string& id) const {
  const auto found = controls_.find(id);
  return found == controls_.end() ? nullptr : found->second;
}

QComboBox* ParameterForm::list(const std::string& id) const {
  return qobject_cast<QComboBox*>(control(id));
}

} // namespace penumbra::ui
