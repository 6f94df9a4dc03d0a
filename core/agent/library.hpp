#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// What libpenumbra-agents shows to libpenumbra-core: the function "penumbra_make_agent".
using MakeAgent = std::unique_ptr<Agent>(const std::string& id, const std::string& models_folder);

} // namespace penumbra
