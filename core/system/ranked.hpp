// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// The same agent, whose episodes come with scores and a suggested step: by the oracle of AgentSettings::oracle;
/// where that names none, by the step network of `models_folder` (StepNet), and where the folder has none, by its
/// oracle. Loaded at the first episode, once for the process. Where the folder holds neither, scores stay empty and
/// the last step stays suggested. Weights that are named or listed but cannot be read are an Error.
std::unique_ptr<Agent> ranked(std::unique_ptr<Agent> agent, std::string models_folder);

} // namespace penumbra
