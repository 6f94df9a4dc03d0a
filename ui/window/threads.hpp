// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

class QThreadPool;

namespace penumbra::ui {

/// Starts all threads that a pool may have, and has it keep them. While an agent's library is being loaded no
/// thread can start (glibc has one lock for both): whoever gives the pool work then must find its threads
/// there, and would otherwise wait for the library. To be called before anything else uses the pool.
PENUMBRA_API void start_threads(QThreadPool& pool);

} // namespace penumbra::ui
