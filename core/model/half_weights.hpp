// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"

namespace penumbra {

/// write_safetensors() with the numbers as half floats (F16, IEEE 754 binary16, rounded to the nearest), in
/// half the space; read_safetensors() gives them back as floats. A tensor with a value that is no finite half
/// float stays F32. Throws Error as that does.
PENUMBRA_API void write_half_safetensors(const std::string& path, const TensorFile& file);

} // namespace penumbra
