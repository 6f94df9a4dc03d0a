// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/train/low_light/low_light.hpp"

#include <nlohmann/json.hpp>

namespace penumbra {

// What recipes say of the pictures that low-light training makes; what a recipe leaves out is as by default.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DarkenModel, least_ev, most_ev, gain_spread, least_tone,
                                                most_tone, gamma_shift, gamma_spread, least_noise, most_noise,
                                                headroom_share, most_headroom, glare_share, most_glare_ev,
                                                uneven)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(BacklitModel, share, least, most, evened, most_ev)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LowLightData, unchanged, least_luma, most_luma, dark_share,
                                                dark_luma, level, level_spread, evened, contrasty, long_sides,
                                                batch, darkening, backlit)

} // namespace penumbra
