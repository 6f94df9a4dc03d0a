// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"

namespace penumbra {

/// The nine sliders as the reference code of RLPixTuner (Wu et al. 2024) has them, for experiments and
/// comparisons with the paper: exposure (EV), the logarithms of the gains of red, green and blue, saturation,
/// contrast, highlights, shadows, sharpness (neutral at 1). All work on encoded values, each result clipped
/// to [0,1]. Flaws: highlights and shadows are not monotone near their ends, sharpness counts in pixels.
const std::array<Slider, finish_sliders>& paper_table();

/// `photo`: RGB, sRGB-encoded.
Image paper_finish(const Image& photo, const FinishValues& values);

} // namespace penumbra
