// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/tool.hpp"

namespace penumbra::host {
namespace {

std::string initial_text(const Values& values, const Parameter& parameter) {
  const nlohmann::json& value = values.at(parameter.id);
  if (parameter.type == Type::flag) return value == true ? "on" : "off";
  if (parameter.type == Type::amount) return number_text(value.get<double>());
  if (value.is_number()) return value.dump();
  return value.is_string() ? value.get<std::string>() : "";
}

} // namespace

std::string parameters_as_markdown(const Table& table) {
  std::string out = "## " + std::string(table.title) + "\n\n`" + table.id + "`: `penumbra " + table.command +
                    "`, `" + table.procedure + "`\n\n" +
                    "| parameter | option | position | values | initial | decides | what it does |\n" +
                    "|---|---|---|---|---|---|---|\n";
  int position = 3; // behind run mode, image and drawable
  const Values initial(table);
  for (const Parameter& parameter : table.parameters) {
    const std::string option = option_of(parameter);
    const char* decides = parameter.decides == Decides::yes       ? "yes"
                          : parameter.decides == Decides::whether ? "whether on"
                                                                  : "";
    out += "| " + std::string(parameter.id) + " | " + (option.empty() ? "" : "`" + option + "`") + " | " +
           (parameter.positional ? std::to_string(++position) : "") + " | " + range_text(table, parameter) +
           " | " + initial_text(initial, parameter) + " | " + decides + " | " + summary(parameter) + " |\n";
  }
  return out;
}

std::string parameters_as_markdown() {
  std::string out =
      "# Parameters of the tools\n\n"
      "Written by `penumbra info --parameters` from the tables in `core/tool/tables.cpp`; a "
      "test compares. \"Parameter\" is the key in presets and recipes, \"option\" that of the "
      "command line, \"position\" that of the argument of GIMP's procedure. What has no position "
      "is named behind the method, as in `all-e:denoise=0.5`. \"Decides\" says whether the agent "
      "must decide anew; all else only changes how a decision is applied.\n";
  for (const Table* table : tables()) out += "\n" + parameters_as_markdown(*table);
  return out;
}

} // namespace penumbra::host
