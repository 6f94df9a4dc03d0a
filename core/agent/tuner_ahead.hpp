#pragma once

#include "core/agent/tuner.hpp"

#include <functional>

namespace penumbra {

/// Begins to make a tuner in a thread of its own, which takes about half a second of work; the function that
/// is returned waits for it, and throws what make_tuner() throws. A second call of that function makes
/// another tuner.
PENUMBRA_API std::function<std::unique_ptr<Tuner>()> make_tuner_ahead(const std::string& models = {});

} // namespace penumbra
