// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluate/figures.hpp"
#include "core/evaluate/sets.hpp"

#include <string>
#include <vector>

namespace penumbra::evaluate {

/// What one method reached on one set: figures[i] belongs to items[i] of the set.
struct MethodResult {
  std::string method;
  std::vector<Figures> figures;
};

struct SetResult {
  PictureSet set;
  std::vector<MethodResult> methods;
};

/// A column of the table: one number for each method.
struct Column {
  std::string title;
  int decimals = 2;
  std::vector<double> values; ///< one for each method of the set
};

/// The columns that a set gives, those without any known value left out. NIQE is also given by the first part
/// of the names ("lime_1", "dicm_01") where a set mixes a few such families.
std::vector<Column> columns(const SetResult& result);

/// The columns as a Markdown table under a heading.
std::string table(const SetResult& result);

/// One line for each picture and method, with a heading; unknown values are empty. Numbers in the C locale.
std::string csv(const std::vector<SetResult>& results);

/// `value` with so many decimals in the C locale, or "" where it is unknown.
std::string text(double value, int decimals);

} // namespace penumbra::evaluate
