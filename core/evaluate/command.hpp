#pragma once

#include <CLI/App.hpp>

namespace penumbra::evaluate {

/// Adds `evaluate low-light DIR…` and `evaluate expose DIR…` to the command line of the program. Its callback
/// runs the evaluation, prints the tables to standard output and progress to standard error, and throws
/// Error.
void add_evaluate(CLI::App& program);

} // namespace penumbra::evaluate
