// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/low_light/low_light.hpp"

#include <nlohmann/json.hpp>

namespace penumbra {

// What recipes say of the pictures that low-light training makes; what a recipe leaves out is as by default.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DarkenModel, min_ev, max_ev, gain_spread, min_tone, max_tone,
                                                gamma_shift, gamma_spread, min_noise, max_noise,
                                                headroom_share, max_headroom, glare_share, max_glare_ev,
                                                uneven)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(BacklitModel, share, min, max, evened, max_ev)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LowLightData, unchanged, min_luma, max_luma, dark_share,
                                                dark_luma, level, level_spread, evened, contrasty, long_sides,
                                                batch, darkening, backlit)

} // namespace penumbra
