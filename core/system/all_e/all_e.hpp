// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// ALL-E (Li et al. 2023): at every step one of 28 curve strengths for each pixel, shared by the channels.
std::unique_ptr<Agent> make_all_e(const std::string& models_folder);

} // namespace penumbra
