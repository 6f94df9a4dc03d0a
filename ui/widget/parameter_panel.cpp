// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widget/parameter_panel.hpp"

#include "ui/widget/command_line.hpp"
#include "ui/widget/parameter_form.hpp"

#include <QVBoxLayout>

namespace penumbra::ui {

ParameterPanel::ParameterPanel(ToolSession& session, const DialogInput& input, QWidget* parent, bool lay_out)
    : ToolPanel(parent), session_(session), path_(QString::fromStdString(input.path)),
      form_(new ParameterForm(session, input.offers_output, this)) {
  if (lay_out) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(form_);
  }
  connect(&session_, &Session::values_changed, this, [this] {
    form_->follow();
    Q_EMIT values_changed();
  });
  connect(&session_, &Session::step_changed, this, &ToolPanel::values_changed);
}

QString ParameterPanel::id() const {
  return QString::fromLatin1(session_.tool().table.id);
}

QString ParameterPanel::title() const {
  return text_of(session_.tool().table.title);
}

QString ParameterPanel::help() const {
  return text_of(session_.tool().table.window_help);
}

nlohmann::json ParameterPanel::values() const {
  return to_json(session_.values(), host::Kept::presets);
}

nlohmann::json ParameterPanel::lasting_values() const {
  return to_json(session_.values(), host::Kept::always);
}

nlohmann::json ParameterPanel::normalised(const nlohmann::json& stored) const {
  return to_json(values_from_json(session_.tool(), stored), host::Kept::presets);
}

void ParameterPanel::set_values(const nlohmann::json& values) {
  session_.set_values(values_from_json(session_.tool(), values));
}

void ParameterPanel::reset() {
  session_.set_values(host::Values(session_.tool().table));
}

host::Values ParameterPanel::command_values() const {
  return session_.can_commit() ? session_.choice().values : session_.values();
}

std::vector<std::pair<std::string, std::string>> ParameterPanel::command_options() const {
  return options_of(command_values());
}

QString ParameterPanel::command_line() const {
  const host::Table& table = session_.tool().table;
  QList<QPair<QString, QString>> options;
  for (const auto& [option, value] : command_options())
    options.append(
        {QString::fromStdString(option), value.empty() ? QString() : QString::fromStdString(value)});
  return shell_command(QString::fromLatin1(table.command), path_, QString::fromLatin1(table.suffix), options);
}

} // namespace penumbra::ui
