// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/nn/torch/pixel_net.hpp"

namespace penumbra {

/// Deviation of the noise, [h,w,3] at the size of `state`, after curves: `noise` of the untouched photo,
/// taken at the brightness of `observation`, times `gain` (see follow_gain).
Map noise_level(const Image& photo, const Image& observation, const Map& gain);

/// Multiplies `gain`, [h,w,3], by the slope of a curve step at `state`: how much it amplifies small
/// differences, and with them the noise. d/ds (s + A s (1 - s)) = 1 + A (1 - 2 s).
void follow_gain(Map& gain, const EditStep& curve, const Image& state);

/// Asks `policy` after each curve step of an episode whether to denoise, and puts a denoise step (of amount
/// 1) after the first at which it says so; what else is known of the states follows. Leaves the episode alone
/// where it never does, or where there is no noise to speak of. Records what was decided in `origin`.
/// The states that the episode kept are not rendered again, and each patch is edited by each step once.
void add_denoising(Episode& episode, const Image& photo, PixelNet& policy);

} // namespace penumbra
