// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

#include <string>

namespace penumbra {

/// The same agent, able to denoise: where the settings ask for it, ReLLIE's second policy looks at the
/// finished episode and says after which of its steps to denoise (add_denoising). That policy,
/// "rellie-denoise" of `models_folder`, is loaded at its first use.
std::unique_ptr<Agent> with_denoising(std::unique_ptr<Agent> agent, const std::string& models_folder);

} // namespace penumbra
