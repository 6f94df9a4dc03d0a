#pragma once

#include "core/tool/run_dialog.hpp"

#include <libgimp/gimp.h>

namespace penumbra::gimp2 {

/// What GIMP knows about a dialog of ours: the theme that the user chose for GIMP, and the window it belongs
/// to. `values_given`: the values were chosen before; otherwise the dialog starts with those it remembers.
/// `image`: the one that is edited; "Copy as Command Line" names its file.
ui::DialogInput dialog_details(bool values_given, gint32 image = -1);

} // namespace penumbra::gimp2
