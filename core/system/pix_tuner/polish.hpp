// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"

#include <functional>
#include <vector>

namespace penumbra {

/// The best sliders that an optimiser without derivatives (BOBYQA, Powell 2009, from NLopt) finds around
/// `start` in at most `queries` calls of `cost`, which may throw. `step`: how far it goes at first, in
/// sliders of -1…1. Throws Error.
FinishValues minimise(const Pipeline& pipeline, const FinishValues& start, double step, int queries,
                      const std::function<double(const FinishValues&)>& cost);

/// The same for the mean squared error of `photo`, finished, against `goal`, which must be of its size, over
/// the pixels where `counts` is true (empty: all). `start_error`: that of `start`, which is known. Throws
/// Error.
FinishValues polish(const Pipeline& pipeline, const Image& photo, const Image& goal,
                    const std::vector<bool>& counts, Size full, const FinishValues& start, int queries,
                    double start_error);

/// Mean squared error over the pixels that count.
double squared_error(const Image& a, const Image& b, const std::vector<bool>& counts);

} // namespace penumbra
