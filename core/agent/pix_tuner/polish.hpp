#pragma once

#include "core/edit/finish.hpp"

namespace penumbra {

/// The best sliders that an optimiser without derivatives (BOBYQA, Powell 2009, from NLopt) finds around
/// `start` in at most `queries` of the pipeline: least mean squared error of `photo`, finished, against
/// `goal`, which must be of its size, over the pixels where `counts` is true (empty: all). Throws Error.
FinishValues polish(const Pipeline& pipeline, const Image& photo, const Image& goal,
                    const std::vector<bool>& counts, Size full, const FinishValues& start, int queries);

/// Mean squared error over the pixels that count.
double squared_error(const Image& a, const Image& b, const std::vector<bool>& counts);

} // namespace penumbra
