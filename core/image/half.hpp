// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <cstdint>

namespace penumbra {

/// IEEE 754 binary16, round to nearest even; overflow becomes infinity.
PENUMBRA_API std::uint16_t to_half(float value);
PENUMBRA_API float from_half(std::uint16_t half);

} // namespace penumbra
