#pragma once

#include <libgimp/gimp.h>

namespace penumbra::gimp2 {

/// PDB name of Auto Enhance Low Light; also the key of its last values.
inline constexpr const char* low_light_procedure = "plug-in-penumbra-auto-enhance-low-light";

/// The same of Balance Local Exposure.
inline constexpr const char* local_exposure_procedure = "plug-in-penumbra-balance-local-exposure";

/// The same of Match Look to Reference.
inline constexpr const char* match_look_procedure = "plug-in-penumbra-match-look";

/// What libpenumbra-gimp2 shows to the program that GIMP starts: the function "penumbra_gimp2_run". Takes
/// GIMP's arguments of the procedure `name` and returns the status of the run; `message` is given the text
/// for the user (to be freed with g_free) where something went wrong, else NULL.
using Run = GimpPDBStatusType(const char* name, int count, const GimpParam* arguments, char** message);

} // namespace penumbra::gimp2
