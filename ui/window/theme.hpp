// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/tool/run_dialog.hpp"

#include <QString>

namespace penumbra::ui {

/// Whether the user's desktop asks for dark windows: the variable GTK_THEME or the file
/// gtk-3.0/settings.ini in the folder `config`. Desktops with a Qt theme of their own need no asking.
PENUMBRA_API bool desktop_is_dark(const QString& gtk_theme, const QString& config);

/// Colours of all windows of the process. `system`: those that Qt has from the desktop, or dark ones where
/// the desktop asks for them and Qt does not know.
PENUMBRA_API void use_theme(Theme theme);

} // namespace penumbra::ui
