#pragma once

#include "core/edit/edit.hpp"

namespace penumbra {

// Each is defined in the file of its operation and listed in registry.cpp.
extern const Operation curve_operation;
extern const Operation fusion_operation;
extern const Operation denoise_operation;
extern const Operation clarity_operation;
extern const Operation finish_operation;

} // namespace penumbra
