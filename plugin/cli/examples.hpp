// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace penumbra::cli {

/// Puts examples at the end of each command's help.
void add_examples(CLI::App& program);

} // namespace penumbra::cli
