#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// ReLLIE (Zhang et al. 2021): at every step one of 27 curve strengths for each pixel and head, the heads
/// coupled to the three channels; and, where the settings ask for denoising, a second policy that says at
/// which step to denoise.
std::unique_ptr<Agent> make_rellie(const std::string& models_folder);

} // namespace penumbra
