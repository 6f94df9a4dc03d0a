// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/values.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace penumbra::host {

using nlohmann::json;

namespace {

const Parameter& parameter_of(const Table& table, const std::string& id) {
  const Parameter* found = find_parameter(table, id);
  if (!found) throw Error(std::string(table.title) + " has no parameter \"" + id + "\".");
  return *found;
}

json initial_of(const Table& table, const Parameter& parameter) {
  switch (parameter.type) {
  case Type::method:
  case Type::choice:
  case Type::output: {
    const std::vector<Choice> choices = choices_of(table, parameter);
    const auto number = std::size_t(parameter.initial);
    return number < choices.size() ? choices[number].id : "";
  }
  case Type::whole:
  case Type::step:
  case Type::layer:
    return int(parameter.initial);
  case Type::amount:
    return parameter.initial;
  case Type::flag:
    return parameter.initial != 0;
  case Type::picture:
    return "";
  case Type::changes:
    return json::object();
  }
  return nullptr;
}

/// Numbers without a fraction that an int holds, however they are written; null for others.
json whole_number(const json& value) {
  if (!value.is_number()) return {};
  const double number = value.get<double>();
  const bool fits = number == std::trunc(number) && std::fabs(number) <= std::numeric_limits<int>::max();
  return fits ? json(int(number)) : json();
}

/// The value in the parameter's own type; null where it is of another kind.
json typed(const Parameter& parameter, const json& value) {
  switch (parameter.type) {
  case Type::method:
  case Type::choice:
  case Type::output:
  case Type::picture:
    return value.is_string() ? value : json();
  case Type::whole:
  case Type::step:
  case Type::layer:
    return whole_number(value);
  case Type::amount:
    return value.is_number() ? json(value.get<double>()) : json();
  case Type::flag:
    return value.is_boolean() ? value : json();
  case Type::changes:
    return value.is_object() ? value : json();
  }
  return {};
}

double number_of(const std::string& text, const std::string& name) {
  double value = 0;
  const char *const begin = text.data(), *const end = begin + text.size();
  const auto [last, problem] = std::from_chars(begin, end, value);
  if (problem != std::errc() || last != end) throw Error("\"" + text + "\" is no number for " + name + ".");
  return value;
}

} // namespace

Values::Values(const Table& table) : table_(&table), values_(json::object()) {
  for (const Parameter& parameter : table.parameters) values_[parameter.id] = initial_of(table, parameter);
}

const json& Values::at(const std::string& id) const {
  const auto found = values_.find(id);
  if (found == values_.end()) throw Error(std::string(table_->title) + " has no parameter \"" + id + "\".");
  return *found;
}

Values& Values::set(const std::string& id, const json& value) {
  const json wanted = typed(parameter_of(*table_, id), value);
  if (wanted.is_null()) throw Error("\"" + id + "\" cannot be " + value.dump() + ".");
  values_[id] = wanted;
  return *this;
}

Values decision_of(const Values& values) {
  Values out(values.table());
  for (const Parameter& parameter : values.table().parameters) {
    if (parameter.decides == Decides::yes) out.set(parameter.id, values.at(parameter.id));
    if (parameter.decides == Decides::whether)
      out.set(parameter.id, values.get<double>(parameter.id) > parameter.min ? parameter.max : parameter.min);
  }
  return out;
}

json to_json(const Values& values, Kept kept) {
  json out = json::object();
  for (const Parameter& parameter : values.table().parameters) {
    if (parameter.kept > kept) continue;
    const json& value = values.at(parameter.id);
    if (parameter.type == Type::changes && value.empty()) continue;
    out[parameter.id] = value;
  }
  return out;
}

void set_argument(Values& values, const Parameter& parameter, const json& argument) {
  switch (parameter.type) {
  case Type::method:
    return set_method(values, argument.get<std::string>());
  case Type::choice:
  case Type::output: {
    const std::vector<Choice> choices = choices_of(values.table(), parameter);
    const int number = argument.get<int>();
    if (number >= 0 && number < int(choices.size())) {
      values.set(parameter.id, choices[std::size_t(number)].id);
      return;
    }
    std::string known;
    for (std::size_t i = 0; i < choices.size(); ++i)
      known += (i == 0                    ? ""
                : i + 1 == choices.size() ? " or "
                                          : ", ") +
               std::to_string(i) + " (" + (choices[i].meaning ? choices[i].meaning : choices[i].id) + ")";
    throw Error(std::string("The ") + parameter.noun + " is " + std::to_string(number) + "; it must be " +
                known + ".");
  }
  case Type::flag:
    values.set(parameter.id, argument.get<int>() != 0);
    return;
  default:
    values.set(parameter.id, argument);
  }
}

void set_method(Values& values, const std::string& text) {
  const Table& table = values.table();
  const Parameter* method = find_parameter(table, Type::method);
  if (!method) throw Error(std::string(table.title) + " has no methods.");
  std::string more; // what may be named
  for (const Parameter& parameter : table.parameters)
    if (!parameter.positional && parameter.type != Type::changes)
      more += ":" + std::string(parameter.id) + "=" +
              number_text(parameter.type == Type::step ? 1 : (parameter.min + parameter.max) / 2);
  const auto refuse = [&] {
    throw Error("The method \"" + text + "\" is not understood; other values are named as in \"" +
                text.substr(0, text.find(':')) + more + "\".");
  };
  Values named = values;
  std::size_t colon = text.find(':');
  named.set(method->id, text.substr(0, colon));
  std::vector<std::string> seen;
  while (colon != std::string::npos) {
    const std::size_t next = text.find(':', colon + 1);
    const std::string word = text.substr(colon + 1, next == std::string::npos ? next : next - colon - 1);
    const std::size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const Parameter* parameter = find_parameter(table, key);
    if (equals == std::string::npos || !parameter || parameter->positional ||
        std::find(seen.begin(), seen.end(), key) != seen.end())
      refuse();
    try {
      set_text(named, *parameter, word.substr(equals + 1));
    } catch (const Error&) {
      refuse();
    }
    seen.push_back(key);
    colon = next;
  }
  values = named;
}

void set_text(Values& values, const Parameter& parameter, const std::string& text) {
  switch (parameter.type) {
  case Type::method:
  case Type::choice:
  case Type::output:
    for (const Choice& choice : choices_of(values.table(), parameter))
      if (text == option_text(parameter, choice)) {
        values.set(parameter.id, choice.id);
        return;
      }
    [[fallthrough]];
  case Type::picture:
    values.set(parameter.id, text);
    return;
  case Type::whole:
  case Type::step:
  case Type::layer:
  case Type::amount: {
    values.set(parameter.id, number_of(text, parameter.id));
    return;
  }
  case Type::flag:
    if (text != "1" && text != "0") throw Error("\"" + text + "\" is neither 1 nor 0.");
    values.set(parameter.id, text == "1");
    return;
  case Type::changes: {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error("\"" + text + "\" names no change; it is written as " + parameter.example + ".");
    json changes = values.at(parameter.id);
    const std::string name = text.substr(0, equals), value = text.substr(equals + 1);
    changes[name] = value == "off" ? json(value) : json(number_of(value, name));
    values.set(parameter.id, changes);
    return;
  }
  }
}

std::vector<std::pair<std::string, std::string>> options_of(const Values& values) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const Parameter& parameter : values.table().parameters) {
    const std::string option = option_of(parameter);
    if (option.empty()) continue;
    const json& value = values.at(parameter.id);
    const bool as_it_is = value == initial_of(values.table(), parameter);
    switch (parameter.type) {
    case Type::method:
    case Type::choice:
    case Type::output:
      if (as_it_is && parameter.type != Type::method) break;
      for (const Choice& choice : choices_of(values.table(), parameter))
        if (value == choice.id) out.emplace_back(option, option_text(parameter, choice));
      break;
    case Type::whole:
      out.emplace_back(option, value.dump());
      break;
    case Type::step:
    case Type::layer:
      if (!as_it_is) out.emplace_back(option, value.dump());
      break;
    case Type::amount:
      if (!as_it_is || parameter.initial > parameter.min)
        out.emplace_back(option, number_text(value.get<double>()));
      break;
    case Type::flag:
      if (value == true) out.emplace_back(option, "");
      break;
    case Type::picture:
      if (!as_it_is) out.emplace_back(option, value.get<std::string>());
      break;
    case Type::changes:
      for (const auto& item : value.items())
        out.emplace_back(option, item.key() + "=" +
                                     (item.value().is_string() ? item.value().get<std::string>()
                                                               : number_text(item.value().get<double>())));
      break;
    }
  }
  return out;
}

} // namespace penumbra::host
