// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/tool.hpp"

#include <libgimp/gimp.h>
#include <nlohmann/json.hpp>
#include <string>

namespace penumbra::gimp2 {

/// What GIMP keeps for a procedure until it is closed: its last values; null where there are none.
nlohmann::json last_values(const char* procedure);
void remember(const char* procedure, const nlohmann::json& values);

/// Run mode, image and drawable come before a tool's own arguments.
inline constexpr int common_arguments = 3;

/// How many arguments the procedure of a tool takes, those included.
int argument_count(const host::Table& table);

/// The values that a complete call passes. Throws Error that names a wrong one.
host::Values values_of(const host::Tool& tool, const GimpParam* arguments);

/// The run mode that GIMP passed; from the menu, and for Repeat, it passes run mode, image and drawable
/// alone. Throws Error where the call is not complete.
host::RunMode run_mode(int count, const GimpParam* arguments, int complete);

/// The procedure of a tool: `count` arguments as GIMP passes them. `message` is for the user where the call
/// was wrong; throws Error where the work failed.
GimpPDBStatusType run_tool(const host::Tool& tool, int count, const GimpParam* arguments,
                           std::string& message);

} // namespace penumbra::gimp2
