// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/sliders.hpp"
#include "core/tool/tool.hpp"

#include <optional>

namespace penumbra::host {

/// Match Look to Reference: alternatives, each the photo with nine sliders. Once a person set a slider ("by
/// hand" of the values) there is one state more, the last, and it is the one that is committed.
const Tool& match_look_tool();

/// Nine sliders as the parameter "by-hand" has them, and back: those that are not named are those of `base`.
/// Throws Error for what names no slider or is out of its range.
nlohmann::json changes_of(const FinishValues& sliders);
FinishValues with_changes(FinishValues base, const nlohmann::json& changes);

/// The sliders of a state before the strength; the state behind the last that was decided is the one by hand.
FinishValues sliders_at(const Episode& decided, const Values& values, int state);

/// The sliders that were set by hand, all nine of them; nothing where none was.
std::optional<FinishValues> by_hand(const Values& values);

} // namespace penumbra::host
