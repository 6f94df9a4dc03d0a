#pragma once

#include "core/tool/match_look.hpp"

#include <libgimp/gimp.h>
#include <string>

namespace penumbra::gimp2 {

/// Match Look to Reference as a procedure of GIMP: `count` arguments as GIMP passes them. `message` is for
/// the user where something went wrong; throws Error too.
GimpPDBStatusType run_match_look(int count, const GimpParam* arguments, std::string& message);

} // namespace penumbra::gimp2
