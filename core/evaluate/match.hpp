// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/progress.hpp"

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace penumbra::evaluate {

struct MatchOptions {
  std::vector<std::string> files; ///< lists of pairs: random targets, looks or style pairs (match_pairs.hpp)
  std::string photos, looks;      ///< folders
  std::string pipeline = "product";
  std::vector<std::string> methods;
  std::string models, weights, vgg, csv, pictures;
  int limit = 0, threads = 0;
};

/// Judges ways to match a goal; the tables, as Markdown. Writes the CSV file and the pictures. Throws Error.
std::string evaluate_match(const MatchOptions& options, Progress& progress);

/// Adds `evaluate match` to the command.
void add_match_evaluation(CLI::App& command);

} // namespace penumbra::evaluate
