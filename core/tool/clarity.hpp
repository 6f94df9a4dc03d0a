// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"

namespace penumbra {

/// Puts a clarity edit of `amount` (0…1) into an episode: after its suggested state, which becomes the one
/// with clarity; at the end where the photo is best left as it is, for whoever wants it nevertheless. Its
/// state is taken to be as good as the one before. No agent has a say in it.
void add_clarity(Episode& episode, double amount);

} // namespace penumbra
