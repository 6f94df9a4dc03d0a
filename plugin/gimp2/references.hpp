// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/run_dialog.hpp"

#include <libgimp/gimp.h>
#include <vector>

namespace penumbra::gimp2 {

/// What is open and can be a reference for the layer `photo`, which is left out: all layers by their ids, and
/// for each other image of more layers than one all that is visible of it, by -1 less the image's id.
std::vector<ui::OpenPicture> open_pictures(gint32 photo);

/// Reads the reference that the values name: a file of any format that GIMP opens, all visible layers of it,
/// or one of open_pictures(). Throws Error.
Image read_reference(const host::Values& values);

} // namespace penumbra::gimp2
