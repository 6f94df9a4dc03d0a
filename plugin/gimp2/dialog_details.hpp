// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/run_dialog.hpp"

namespace penumbra::gimp2 {

/// What GIMP knows about a dialog of ours: the theme that the user chose for GIMP, and the window it belongs
/// to. `values_given`: the values were chosen before; otherwise the dialog starts with those it remembers.
ui::DialogInput dialog_details(bool values_given);

} // namespace penumbra::gimp2
