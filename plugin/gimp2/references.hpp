#pragma once

#include "plugin/host/match_look.hpp"
#include "ui/match_look/run_dialog.hpp"

#include <libgimp/gimp.h>
#include <vector>

namespace penumbra::gimp2 {

/// The layers of all open images that can be a reference for `photo`, which is left out.
std::vector<ui::OpenPicture> open_pictures(gint32 photo);

/// Reads the reference that the values name: a file of any format that GIMP opens, all visible layers of it,
/// or a layer. Throws Error.
Image read_reference(const host::MatchLookValues& values);

} // namespace penumbra::gimp2
