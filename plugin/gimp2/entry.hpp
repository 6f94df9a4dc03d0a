// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libgimp/gimp.h>

namespace penumbra::gimp2 {

/// What libpenumbra-gimp2 shows to the program that GIMP starts: the function "penumbra_gimp2_run". Takes
/// GIMP's arguments of the procedure `name` and returns the status of the run; `message` is given the text
/// for the user (to be freed with g_free) where something went wrong, else NULL.
using Run = GimpPDBStatusType(const char* name, int count, const GimpParam* arguments, char** message);

} // namespace penumbra::gimp2
