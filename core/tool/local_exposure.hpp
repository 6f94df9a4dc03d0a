// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/fusion/fusion.hpp"
#include "core/tool/tool.hpp"

namespace penumbra::host {

/// Balance Local Exposure: an agent's exposures of the photo's segments, fused. State t is the fusion of the
/// first t segments.
const Tool& local_exposure_tool();

/// The plan that was decided, under the values.
FusionPlan plan_of(const Episode& decided, const Values& values);

/// What differs between the segments as they were decided and as they are, for the parameter "segments".
nlohmann::json changes_of(const std::vector<SegmentExposure>& decided,
                          const std::vector<SegmentExposure>& now);

/// "+1.50 EV"; "0 EV" for none.
std::string ev_text(double ev);

} // namespace penumbra::host
