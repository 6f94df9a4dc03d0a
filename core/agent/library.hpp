// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// What libpenumbra-agents shows to libpenumbra-core under the name "penumbra_make_agent": puts the agent
/// `id`, with its weights from `models_folder`, into `agent`, or throws Error.
using MakeAgent = void(const char* id, const char* models_folder, std::unique_ptr<Agent>* agent);

} // namespace penumbra
