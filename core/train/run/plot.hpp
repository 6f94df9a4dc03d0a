// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace penumbra {

/// Draws the columns of a log (CSV: a heading, the update first, the phase second, then numbers) as curves,
/// one panel a column, in an SVG picture. Columns that are always the same are left out. Throws Error.
void plot_log(const std::string& csv, const std::string& svg);

} // namespace penumbra
