#pragma once

#include "plugin/host/match_look.hpp"

#include <libgimp/gimp.h>
#include <string>

namespace penumbra::gimp2 {

/// Match Look to Reference as a procedure of GIMP: `count` arguments as GIMP passes them. `message` is for
/// the user where something went wrong; throws Error too.
GimpPDBStatusType run_match_look(int count, const GimpParam* arguments, std::string& message);

/// What libpenumbra-gimp2-ask, the part that brings GTK, shows as "penumbra_gimp2_ask": asks for the
/// reference and the values, from those given; `layer` is a layer of GIMP, or -1 where a file is the
/// reference. False: the user cancelled.
using Ask = bool(host::MatchLookValues* values, gint32 photo, gint32* layer);

} // namespace penumbra::gimp2
