// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/run_dialog.hpp"
#include "ui/session/session.hpp"
#include "ui/widget/tool_panel.hpp"

namespace penumbra::ui {

/// Makes Qt ready for the window of a tool; before a session is made. Throws Error where there is no photo or
/// no display.
void prepare_window(const DialogInput& input);

/// Shows the window of a tool and waits for it; takes the panel. True for OK.
bool run_window(const DialogInput& input, Session& session, ToolPanel* panel);

} // namespace penumbra::ui
