// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QRect>

namespace penumbra::ui {

/// A window with its frame, moved, and shrunk where it is too large, so that all of it lies in `room`.
PENUMBRA_API QRect placed_inside(const QRect& frame, const QRect& room);

} // namespace penumbra::ui
