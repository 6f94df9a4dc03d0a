// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp2/procedure.hpp"

#include "core/error.hpp"
#include "core/tool/dialog.hpp"
#include "plugin/gimp2/dialog_details.hpp"
#include "plugin/gimp2/gimp_host.hpp"
#include "plugin/gimp2/references.hpp"

#include <utility>

namespace penumbra::gimp2 {

using host::Parameter;
using host::RunMode;
using host::Type;
using host::Values;

namespace {

nlohmann::json argument_of(const Parameter& parameter, const GimpParam& argument) {
  switch (parameter.type) {
  case Type::method:
  case Type::picture:
    return argument.data.d_string ? argument.data.d_string : "";
  case Type::amount:
    return argument.data.d_float;
  case Type::layer:
    return argument.data.d_drawable;
  default:
    return argument.data.d_int32;
  }
}

bool has_reference(const host::Tool& tool) {
  return host::find_parameter(tool.table, Type::picture) != nullptr;
}

host::Means means_of(const host::Tool& tool, const Values& values, const GimpHost& host, bool chosen_before,
                     gint32 photo) {
  host::Means means;
  if (has_reference(tool)) means.reference = read_reference;
  if (host.run_mode() == RunMode::interactive) {
    // A window starts threads, which would wait for the library that is being loaded; it loads by itself.
    ui::DialogInput details = dialog_details(chosen_before);
    if (has_reference(tool)) {
      details.open = open_pictures(photo);
      // libgimp may be used by one thread at a time. While the window is open this thread does not, so that
      // the window's reader may.
      details.read = read_reference;
    }
    means.choose = host::by_dialog(tool, std::move(details));
  } else {
    means.make = make_ahead(tool, values); // while GIMP hands over the pictures
  }
  return means;
}

} // namespace

nlohmann::json last_values(const char* procedure) {
  const int size = gimp_get_data_size(procedure);
  if (size <= 0) return nullptr;
  std::string text(std::size_t(size), '\0');
  if (!gimp_get_data(procedure, text.data())) return nullptr;
  // What cannot be read counts as values of which none is given.
  const nlohmann::json stored = nlohmann::json::parse(text, nullptr, false);
  return stored.is_object() ? stored : nlohmann::json::object();
}

void remember(const char* procedure, const nlohmann::json& values) {
  const std::string text = values.dump();
  gimp_set_data(procedure, text.data(), guint32(text.size()));
}

int argument_count(const host::Table& table) {
  return common_arguments + int(arguments_of(table).size());
}

Values values_of(const host::Tool& tool, const GimpParam* arguments) {
  Values values(tool.table);
  const GimpParam* argument = arguments + common_arguments;
  for (const Parameter& parameter : tool.table.parameters)
    if (parameter.positional) set_argument(values, parameter, argument_of(parameter, *argument++));
  return values;
}

RunMode run_mode(int count, const GimpParam* arguments, int complete) {
  const gint32 given = count >= common_arguments ? arguments[0].data.d_int32 : -1;
  if (given == GIMP_RUN_INTERACTIVE) return RunMode::interactive;
  if (given == GIMP_RUN_WITH_LAST_VALS) return RunMode::with_last_values;
  if (given == GIMP_RUN_NONINTERACTIVE && count == complete) return RunMode::noninteractive;
  throw Error("The run mode must be 0, 1 or 2, and all arguments must be given.");
}

GimpPDBStatusType run_tool(const host::Tool& tool, int count, const GimpParam* arguments,
                           std::string& message) {
  const char* const procedure = tool.table.procedure;
  Values values(tool.table);
  RunMode mode;
  const nlohmann::json stored = last_values(procedure);
  try {
    mode = run_mode(count, arguments, argument_count(tool.table));
    if (mode == RunMode::noninteractive) {
      values = values_of(tool, arguments);
      check(tool, values);
    } else if (!stored.is_null()) {
      values = values_from_json(tool, stored);
    }
  } catch (const Error& problem) {
    message = problem.what();
    return GIMP_PDB_CALLING_ERROR;
  }
  const gint32 photo = arguments[2].data.d_drawable;
  GimpHost host(mode, arguments[1].data.d_image, photo);
  bool chosen_before = !stored.is_null();
  if (mode == RunMode::interactive)
    if (const auto recipe = host.recipe())
      if (const auto reopened = values_of_recipe(tool, *recipe)) values = *reopened, chosen_before = true;
  if (run(host, tool, values, means_of(tool, values, host, chosen_before, photo)) == host::Outcome::cancelled)
    return GIMP_PDB_CANCEL;
  if (mode != RunMode::noninteractive) remember(procedure, to_json(values, host::Kept::host));
  return GIMP_PDB_SUCCESS;
}

} // namespace penumbra::gimp2
