// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

/// Renders on the graphics card where `device` and the steps allow; false where the CPU shall do it. Throws
/// Error where the card was asked for and cannot, Cancelled where `progress` says so.
bool render_on_device(const PreparedRecipe& prepared, const Image& photo, Image& result, Progress& progress,
                      RenderOptions::Device device);

} // namespace penumbra
