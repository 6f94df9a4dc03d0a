// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"

#include <QString>

class QFontMetrics;

namespace penumbra::ui {

/// The text in lines of a length that is easily read.
PENUMBRA_API QString wrapped(const QString& text, const QFontMetrics& metrics);

/// From now on the application shows tooltips wrapped, and without the style of the widget they belong to.
/// May be called again.
PENUMBRA_API void wrap_tooltips();

} // namespace penumbra::ui
