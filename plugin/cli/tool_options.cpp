// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/cli/tool_options.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <limits>

namespace penumbra::cli {
namespace {

using host::Parameter;
using host::Type;
using host::Values;

/// What is wrong with an option's text is an error of the command line; what is wrong with a change is said
/// as where the photo has no such thing.
CLI::callback_t setter(Values& values, const Parameter& parameter) {
  return [&values, &parameter](const CLI::results_t& texts) {
    for (const std::string& text : texts) try {
        set_text(values, parameter, text);
      } catch (const Error& problem) {
        if (parameter.type == Type::changes) throw;
        throw CLI::ValidationError(host::option_of(parameter), problem.what());
      }
    return true;
  };
}

std::string help_of(const Values& values, const Parameter& parameter) {
  const std::string range = parameter.type == Type::flag ? "" : host::range_text(values.table(), parameter);
  return host::summary(parameter) + (range.empty() || is_choice(parameter) ? "" : " (" + range + ")");
}

void add_choice(CLI::App& command, Values& values, const Parameter& parameter) {
  std::vector<std::string> texts, taken;
  for (const host::Choice& choice : choices_of(values.table(), parameter)) {
    texts.push_back(option_text(parameter, choice));
    taken.push_back(texts.back());
    if (texts.back() != choice.id) taken.push_back(choice.id);
  }
  std::string shown;
  for (const std::string& text : texts) shown += (shown.empty() ? "" : "|") + text;
  command.add_option(option_of(parameter), setter(values, parameter), help_of(values, parameter))
      ->check(CLI::IsMember(taken))
      ->type_name(shown)
      ->default_str(texts.at(std::size_t(parameter.initial)));
}

} // namespace

void add_options(CLI::App& command, Values& values) {
  for (const Parameter& parameter : values.table().parameters) {
    const std::string option = option_of(parameter);
    if (option.empty()) continue;
    const std::string help = help_of(values, parameter);
    switch (parameter.type) {
    case Type::method:
    case Type::choice:
    case Type::output:
      add_choice(command, values, parameter);
      break;
    case Type::whole:
      command.add_option(option, setter(values, parameter), help)
          ->check(CLI::Range(int(parameter.min), int(parameter.max)))
          ->type_name("N")
          ->default_str(std::to_string(int(parameter.initial)));
      break;
    case Type::amount:
      command.add_option(option, setter(values, parameter), help)
          ->check(CLI::Range(parameter.min, parameter.max))
          ->type_name("X")
          ->default_str(host::number_text(parameter.initial));
      break;
    case Type::step:
    case Type::layer:
      command.add_option(option, setter(values, parameter), help)
          ->check(CLI::Range(-1, std::numeric_limits<int>::max()))
          ->type_name("N");
      break;
    case Type::flag:
      command.add_flag_callback(
          option, [&values, &parameter] { values.set(parameter.id, true); }, help);
      break;
    case Type::picture:
      command.add_option(option, setter(values, parameter), help)->type_name("FILE");
      break;
    case Type::changes:
      command.add_option(option, setter(values, parameter), help + "; may be repeated")
          ->take_all()
          ->expected(1)
          ->allow_extra_args(false)
          ->type_name(parameter.example);
      break;
    }
  }
}

} // namespace penumbra::cli
