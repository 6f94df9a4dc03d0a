#pragma once

#include "core/agent/agent.hpp"

#include <memory>

namespace penumbra {

/// Puts a clarity step of `amount` (0…1) into an episode: after its best state, which becomes the one with
/// clarity; at the end where the photo is best left as it is, for whoever wants it nevertheless. Its state is
/// taken to be as good as the one before.
void add_clarity(Episode& episode, double amount);

/// The same agent, whose episodes get a clarity step where the settings ask for it.
std::unique_ptr<Agent> clarified(std::unique_ptr<Agent> agent);

} // namespace penumbra
