// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/values.hpp"

#include <CLI/CLI.hpp>

namespace penumbra::cli {

/// Adds an option for each parameter of a tool that the command line has, with its range and help, as the
/// tool's table has it. `values`, which must outlive the command, are set as it is parsed.
void add_options(CLI::App& command, host::Values& values);

} // namespace penumbra::cli
