// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

// Each is defined in the file of its operation and listed in registry.cpp.
extern const Operation curve_operation;
extern const Operation fusion_operation;
extern const Operation denoise_operation;
extern const Operation clarity_operation;
extern const Operation finish_operation;

/// The number `key` of the parameters of `whose` ("a curve"), `absent` where there is none. Throws Error
/// where it is no number or beyond least…most.
double number_in(const nlohmann::json& parameters, const char* key, const char* whose, double absent,
                 double min, double max);

} // namespace penumbra
