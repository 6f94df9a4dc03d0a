// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <vector>

namespace penumbra::cli {

/// Adds one subcommand to the program: its options, its help and the callback that does the work. Callbacks
/// report failure by exceptions (see main.cpp for the exit codes).
using AddCommand = void(CLI::App& program);

/// All subcommands, in the order of the help.
const std::vector<AddCommand*>& commands();

} // namespace penumbra::cli
