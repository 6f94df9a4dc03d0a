// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// ReLLIE (Zhang et al. 2021): at every step one of 27 curve strengths for each pixel and head, the heads
/// coupled to the three channels. Its denoising is in denoising_agent.hpp, since every method can use it.
std::unique_ptr<Agent> make_rellie(const std::string& models_folder);

} // namespace penumbra
