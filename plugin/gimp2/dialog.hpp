#pragma once

#include "plugin/host/low_light.hpp"

namespace penumbra::gimp2 {

/// Shows the Qt dialog of libpenumbra-ui.so, which lies beside this library and is loaded here, not when GIMP
/// queries the plug-in. `values_given`: the values were chosen before; otherwise the dialog starts with those
/// it remembers. Throws Error that names what is missing.
host::Chooser dialog(bool values_given);

} // namespace penumbra::gimp2
