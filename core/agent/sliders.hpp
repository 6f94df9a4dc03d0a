// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/edit/finish/finish.hpp"

namespace penumbra {

/// Long side of the copy of a photo that the tuner looks at; sharpness means what it means at this size.
constexpr int tuner_side = 256;

/// The nine sliders of state `state` of an episode of finish edits, on the original photo and at full
/// strength; those of `pipeline` where the episode was decided for another one. Throws Error.
PENUMBRA_API FinishValues sliders_of(const Episode& episode, int state,
                                     const Pipeline& pipeline = product_pipeline());

/// How far the look is from the reference's with other sliders than those of the states (look_distance());
/// NaN where the episode does not tell what it is compared with. Takes about a millisecond.
PENUMBRA_API double distance_of(const Episode& episode, const FinishValues& values);

} // namespace penumbra
