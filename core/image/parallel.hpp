// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/progress.hpp"

#include <functional>
#include <string_view>

namespace penumbra {

/// Number of threads for `wanted`: itself, or one for each core where it is 0 or less.
int thread_count(int wanted);

/// Calls body(0) … body(count - 1), in any order, on `threads` threads (0: all cores). Returns when all are
/// done. The first exception of a body stops the rest and is thrown here.
void parallel_for(int count, int threads, const std::function<void(int)>& body);

/// The same for long work: `progress` is reported to from the calling thread, at least every 50 ms, and its
/// wish to cancel becomes Cancelled once the calls under way have ended.
void parallel_for(int count, int threads, const std::function<void(int)>& body, Progress& progress,
                  std::string_view message);

} // namespace penumbra
