// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/system/low_light/agent.hpp"

#include <functional>
#include <string>

namespace penumbra {

/// The agent of a low-light model: its weights, checked against the manifest and against the network's shape
/// that `system` gives for their width. `title` names it in messages. Throws Error.
std::unique_ptr<LowLightAgent> load_low_light_agent(const std::string& models_folder, const std::string& id,
                                                    const std::string& title,
                                                    const std::function<LowLightSystem(int width)>& system);

} // namespace penumbra
