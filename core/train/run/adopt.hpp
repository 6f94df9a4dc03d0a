// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/system/low_light/system.hpp"

namespace penumbra {

/// Weights of a policy of system `from` for the network of system `to`, which has the same width and context:
/// all layers are taken over but the policy's last. There, the logits of an action are interpolated between
/// those of the two actions of `from` whose effect (strength times mixing) is nearest, for every head; beyond
/// its range, those of its last action. `from` has one head. Throws Error where the shapes do not allow it.
TensorFile adopt_policy(const TensorFile& weights, const LowLightSystem& from, const LowLightSystem& to);

} // namespace penumbra
