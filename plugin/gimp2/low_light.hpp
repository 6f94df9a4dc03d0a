#pragma once

#include <libgimp/gimp.h>
#include <string>

namespace penumbra::gimp2 {

/// Auto Enhance Low Light as a procedure of GIMP: `count` arguments as GIMP passes them. `message` is for the
/// user where something went wrong; throws Error too.
GimpPDBStatusType run_low_light(int count, const GimpParam* arguments, std::string& message);

} // namespace penumbra::gimp2
