#pragma once

#include "core/error.hpp"
#include "plugin/gimp2/gimp_host.hpp"
#include "core/tool/tool.hpp"

#include <libgimp/gimp.h>
#include <nlohmann/json.hpp>
#include <string>

namespace penumbra::gimp2 {

/// What GIMP keeps for a procedure until it is closed: its last values; null where there are none.
nlohmann::json last_values(const char* procedure);
void remember(const char* procedure, const nlohmann::json& values);

/// A tool as a procedure of GIMP.
template <class Values> struct Procedure {
  const char* name;
  int arguments; ///< how many it takes, run mode, image and drawable included
  Values (*of_arguments)(const GimpParam* arguments); ///< throws Error
  Values (*of_json)(const nlohmann::json& stored);
  /// Asks (where the host is interactive), works and commits. `chosen_before`: the values are not the
  /// tool's first. Throws Error.
  host::Outcome (*work)(GimpHost& host, Values& values, bool chosen_before, const GimpParam* arguments);
};

/// The run mode that GIMP passed; from the menu, and for Repeat, it passes run mode, image and drawable
/// alone. Throws Error where the call is not complete.
host::RunMode run_mode(int count, const GimpParam* arguments, int complete);

/// The course of every procedure: `count` arguments as GIMP passes them. `message` is for the user where
/// the call was wrong; throws Error where the work failed.
template <class Values>
GimpPDBStatusType run(const Procedure<Values>& procedure, int count, const GimpParam* arguments,
                      std::string& message) {
  Values values;
  host::RunMode mode;
  const nlohmann::json stored = last_values(procedure.name);
  try {
    mode = run_mode(count, arguments, procedure.arguments);
    if (mode == host::RunMode::noninteractive) {
      values = procedure.of_arguments(arguments);
      check(values);
    } else if (!stored.is_null()) {
      values = procedure.of_json(stored);
    }
  } catch (const Error& problem) {
    message = problem.what();
    return GIMP_PDB_CALLING_ERROR;
  }
  GimpHost host(mode, arguments[1].data.d_image, arguments[2].data.d_drawable);
  if (procedure.work(host, values, !stored.is_null(), arguments) == host::Outcome::cancelled)
    return GIMP_PDB_CANCEL;
  if (mode != host::RunMode::noninteractive) remember(procedure.name, to_json(values));
  return GIMP_PDB_SUCCESS;
}

} // namespace penumbra::gimp2
