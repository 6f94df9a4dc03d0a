// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/run_dialog.hpp"
#include "core/tool/tool.hpp"

namespace penumbra::host {

/// The dialog of a tool as the chooser of run(). `details` holds what a host knows beyond Host (theme, owner
/// window, path, …); photo, name and selection, which is blended in the photo's encoding, are filled in.
/// libpenumbra-ui, and Qt with it, is loaded when the chooser is first called. The chooser throws Error where
/// it cannot be loaded or no window can be opened.
Chooser by_dialog(const Tool& tool, ui::DialogInput details = {});

} // namespace penumbra::host
