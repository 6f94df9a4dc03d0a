// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// RLPixTuner (Wu et al. 2024): finds the nine sliders of a finishing pipeline that bring a photo to the look
/// of a reference. The states of its episodes are alternatives, each one edit ("finish"); scores are
/// distances of the look (look_distance()); the last state is the polished one, if there is one. The policies
/// are "match-finish" and "match-style" of a folder of models; they are loaded when they are needed.
std::unique_ptr<Agent> make_pix_tuner(const std::string& models_folder);

} // namespace penumbra
