// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>

namespace penumbra::evaluate {

/// Adds `low-light DIR…`, `expose DIR…` and `match DIR…` to the command line of penumbra-evaluate. Their
/// callbacks run the evaluation, print the tables to standard output and progress to standard error, and throw
/// Error.
void add_tools(CLI::App& program);

} // namespace penumbra::evaluate
