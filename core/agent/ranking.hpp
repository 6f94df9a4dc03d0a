// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"

#include <vector>

namespace penumbra {

/// How sure an estimate must be before it overrules the photo as it is. Found on the training photographs, as
/// they are and darkened (models/oracle/card.md).
struct RankingRule {
  /// Points of the score (of 1…10) by which some state must exceed the untouched photo, or that stays.
  double min_gain = 0.1;
  /// Strong colours in a dark photo are lights, not a lack of exposure, which darkens colours too: so many
  /// points are needed for each 1 by which the photo's vividness exceeds `plain`.
  double vivid = 2;
  double plain = 0.075;
  /// Points by which a later state may fall short of the best and is still preferred to it: an agent aims at
  /// its last state.
  double tie = 0.6;
};

/// The state to preselect, 0…scores.size() - 1. The photo itself (state 0) stays unless some state is better
/// by more than the rule asks for; then it is the latest state within `tie` of the best. A score that is not
/// finite is never preferred. Throws Error where there are no scores.
PENUMBRA_API int best_state(const std::vector<double>& scores, double vividness,
                            const RankingRule& rule = {});

/// How strong the strongest colours of an RGB photo are: the 98 % quantile of largest minus smallest channel,
/// 0…1; 0 for grey.
PENUMBRA_API double vividness(const Image& photo);

} // namespace penumbra
