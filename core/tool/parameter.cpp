// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/parameter.hpp"

#include "core/agent/methods.hpp"

#include <charconv>

namespace penumbra::host {

std::span<const Table* const> tables() {
  static const Table* const all[] = {&low_light_table(), &local_exposure_table(), &match_look_table()};
  return all;
}

const Table* find_table(const std::string& id) {
  for (const Table* table : tables())
    if (id == table->id) return table;
  return nullptr;
}

std::vector<Choice> choices_of(const Table& table, const Parameter& parameter) {
  std::vector<Choice> out;
  if (parameter.type == Type::output) {
    for (int i = 0; i <= int(parameter.max); ++i) out.push_back(outputs[i]);
  } else if (!parameter.choices.empty()) {
    out.assign(parameter.choices.begin(), parameter.choices.end());
  } else if (parameter.type == Type::method) {
    for (const MethodRow& row : methods)
      if (std::strcmp(row.tool, table.id) == 0) out.push_back({row.id, row.title, nullptr});
  }
  return out;
}

std::string option_text(const Parameter& parameter, const Choice& choice) {
  if (parameter.type == Type::method)
    for (const MethodRow& row : methods)
      if (row.short_name && std::strcmp(row.id, choice.id) == 0) return row.short_name;
  return choice.id;
}

std::string option_of(const Parameter& parameter) {
  const std::string name = parameter.option ? parameter.option : parameter.id;
  return name.empty() ? name : "--" + name;
}

std::string summary(const Parameter& parameter) {
  const std::string help = parameter.help;
  for (std::size_t i = 0; i < help.size(); ++i)
    if (help[i] == '.' && (i + 1 == help.size() || help[i + 1] == ' ')) return help.substr(0, i);
  return help;
}

std::string number_text(double value) {
  char text[32];
  const auto [end, problem] = std::to_chars(text, text + sizeof text, value);
  return problem == std::errc() ? std::string(text, end) : std::string();
}

std::string range_text(const Table& table, const Parameter& parameter) {
  switch (parameter.type) {
  case Type::method:
  case Type::choice:
  case Type::output: {
    const std::vector<Choice> choices = choices_of(table, parameter);
    std::string out;
    for (std::size_t i = 0; i < choices.size(); ++i)
      out += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + std::string(choices[i].id);
    return out;
  }
  case Type::whole:
  case Type::amount:
    return number_text(parameter.min) + " to " + number_text(parameter.max);
  case Type::flag:
    return "on or off";
  case Type::step:
    return "0, the original, to the last; -1 for the one that is suggested";
  default:
    return {};
  }
}

namespace {

Argument::Kind kind_of(const Parameter& parameter) {
  switch (parameter.type) {
  case Type::method:
  case Type::picture:
    return Argument::Kind::text;
  case Type::amount:
    return Argument::Kind::number;
  case Type::layer:
    return Argument::Kind::drawable;
  default:
    return Argument::Kind::whole;
  }
}

/// What a method may name besides: the parameters without an argument of their own.
std::string named_in_method(const Table& table) {
  std::string out;
  for (const Parameter& parameter : table.parameters)
    if (!parameter.positional && parameter.type != Type::changes)
      out += std::string(out.empty() ? "; behind it, as in \"METHOD:NAME=VALUE:NAME=VALUE\": " : ", ") +
             parameter.id + " (" + range_text(table, parameter) + ")";
  return out;
}

std::string argument_values(const Table& table, const Parameter& parameter) {
  if (parameter.type == Type::method) return range_text(table, parameter) + named_in_method(table);
  if (parameter.type == Type::flag) return "0 or 1";
  if (!is_choice(parameter)) return range_text(table, parameter);
  std::string out;
  const std::vector<Choice> choices = choices_of(table, parameter);
  for (std::size_t i = 0; i < choices.size(); ++i)
    out += (i ? ", " : "") + std::to_string(i) + ": " +
           (choices[i].meaning ? choices[i].meaning : choices[i].id);
  return out;
}

} // namespace

std::vector<Argument> arguments_of(const Table& table) {
  std::vector<Argument> out;
  for (const Parameter& parameter : table.parameters) {
    if (!parameter.positional) continue;
    const std::string values = argument_values(table, parameter);
    out.push_back({kind_of(parameter), parameter.argument ? parameter.argument : parameter.id,
                   summary(parameter) + (values.empty() ? "" : " (" + values + ")")});
  }
  return out;
}

} // namespace penumbra::host
