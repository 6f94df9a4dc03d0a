#pragma once

#include "core/export.hpp"

#include <future>

namespace penumbra {

/// Begins to load the library that holds LibTorch, in a thread of its own: make_agent() and make_tuner() then
/// find it there, or wait for the rest of it, and report what is wrong with it. For hosts that have something
/// else to wait for. While it is being loaded no thread starts and no other library is loaded in the process.
/// The end of the future waits for the end of the loading.
PENUMBRA_API std::future<void> load_agents_ahead();

} // namespace penumbra
