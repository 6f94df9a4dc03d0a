// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace penumbra {

/// Range of the strength of an edit and of every tool: 1 is what was decided. The only place that says so.
inline constexpr double min_strength = 0, max_strength = 1.5;

} // namespace penumbra
