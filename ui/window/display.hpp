// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

namespace penumbra::ui {

/// Throws Error where Qt would find no display to open a window on: it would end the process. Asks the X
/// server and the Wayland compositor that the environment names (DISPLAY, WAYLAND_DISPLAY, QT_QPA_PLATFORM)
/// whether they are there.
PENUMBRA_API void require_display();

} // namespace penumbra::ui
