// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// The same agent, whose episodes come with scores and a preselected step: by the oracle of
/// AgentSettings::oracle, else by that of `models_folder`; loaded at the first episode, once for the process.
/// Where the folder holds no oracle, scores stay empty and the last step stays preselected. Weights of an
/// oracle that are named or listed but cannot be read are an Error.
std::unique_ptr<Agent> ranked(std::unique_ptr<Agent> agent, std::string models_folder);

} // namespace penumbra
