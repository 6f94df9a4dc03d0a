// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/tool_session.hpp"

#include "core/error.hpp"
#include "core/tool/decision.hpp"
#include "core/tool/sentence.hpp"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace penumbra::ui {
namespace {

using host::Parameter;
using host::Type;
using host::Values;

/// A value within the range of its parameter.
nlohmann::json held(const Parameter& parameter, const nlohmann::json& value) {
  if (parameter.type == Type::whole)
    return std::clamp(value.get<int>(), int(parameter.min), int(parameter.max));
  if (parameter.type == Type::amount) {
    const double number = value.get<double>();
    return std::isnan(number) ? parameter.initial : std::clamp(number, parameter.min, parameter.max);
  }
  return value;
}

Values held(const Values& values) {
  Values out = values;
  for (const Parameter& parameter : values.table().parameters)
    out.set(parameter.id, held(parameter, values.at(parameter.id)));
  return out;
}

/// Whether a parameter changes the pixels of what was decided.
bool applies(const Parameter& parameter) {
  switch (parameter.type) {
  case Type::output:
  case Type::step:
  case Type::picture:
  case Type::layer:
    return false;
  default:
    return parameter.decides != host::Decides::yes;
  }
}

bool applied_alike(const Values& a, const Values& b) {
  const auto& parameters = a.table().parameters;
  return std::all_of(parameters.begin(), parameters.end(), [&](const Parameter& parameter) {
    return !applies(parameter) || a.at(parameter.id) == b.at(parameter.id);
  });
}

Work work_of(const host::Tool& tool, const DialogInput& input) {
  AgentFactory make = input.make_agent;
  if (!make) make = [models = input.models](const std::string& method) { return make_agent(method, models); };
  return agents_at_work(tool, input.photo, std::move(make));
}

} // namespace

ToolSession::ToolSession(const host::Tool& tool, const DialogInput& input, const Values& values,
                         QObject* parent)
    : Session(input, work_of(tool, input), parent), tool_(tool), values_(held(values)) {}

Values ToolSession::values() const {
  Values out = values_;
  if (const Parameter* parameter = host::find_parameter(tool_.table, Type::step);
      parameter && episode() && state() == State::ready)
    out.set(parameter->id, step() == best_step() ? -1 : step());
  return out;
}

void ToolSession::put(const Values& values) {
  values_ = values;
  Q_EMIT values_changed();
}

void ToolSession::set_values(const Values& values) {
  const Values before = values_;
  put(held(values));
  const bool same = answered();
  ask();
  if (!same) return;
  if (!applied_alike(values_, before)) apply_again();
  set_step(wanted_step() < 0 ? best_step() : wanted_step());
}

void ToolSession::set(const std::string& id, const nlohmann::json& value) {
  const Parameter* parameter = host::find_parameter(tool_.table, id);
  if (!parameter) throw Error(std::string(tool_.table.title) + " has no parameter \"" + id + "\".");
  Values now = values_;
  now.set(id, held(*parameter, value));
  if (now == values_) return;
  const bool asks = !(decision_of(now) == decision_of(values_));
  const bool applies = !applied_alike(now, values_);
  values_ = now;
  if (asks) {
    choose_best(); // there may be other states now
    Q_EMIT values_changed();
    ask();
    return;
  }
  Q_EMIT values_changed();
  if (!applies) return;
  const int last = last_step();
  apply_again();
  if (last_step() == last) return;
  choose_best();
  set_step(best_step());
}

void ToolSession::choose_best() {
  if (const Parameter* parameter = host::find_parameter(tool_.table, Type::step))
    values_.set(parameter->id, -1);
}

void ToolSession::apply_again() {
  const int last = last_step();
  restage();
  if (last_step() != last) Q_EMIT episode_changed();
}

host::Choosing ToolSession::choice() const {
  if (!can_commit()) throw Error("There is nothing to apply yet.");
  return {values(), *episode()};
}

QString ToolSession::sentence() const {
  if (!episode()) return {};
  host::Words words;
  words.translated = [](const char* text) {
    return QCoreApplication::translate("penumbra::Tool", text).toStdString();
  };
  words.decimal_point = QLocale().decimalPoint().startsWith(QLatin1Char(',')) ? ',' : '.';
  const Recipe recipe = recipe_of(shown(), std::min(step(), int(shown().edits.size())));
  return QString::fromStdString(host::sentence_of(recipe.steps, episode()->observation, words));
}

Question ToolSession::question() const {
  return {to_json(decision_of(values_)), goal()};
}

Episode ToolSession::applied(const Episode& decided) const {
  return host::apply(tool_, decided, values_);
}

int ToolSession::wanted_step() const {
  const Parameter* parameter = host::find_parameter(tool_.table, Type::step);
  return parameter ? values_.get<int>(parameter->id) : -1;
}

void ToolSession::take_back(const Question& question) {
  for (const Parameter& parameter : tool_.table.parameters) {
    const auto asked = question.decision.find(parameter.id);
    if (asked == question.decision.end()) continue;
    if (parameter.decides == host::Decides::yes) values_.set(parameter.id, *asked);
    if (parameter.decides == host::Decides::whether) {
      const bool on = asked->get<double>() > parameter.min;
      if (on != (values_.get<double>(parameter.id) > parameter.min)) values_.set(parameter.id, *asked);
    }
  }
}

} // namespace penumbra::ui
