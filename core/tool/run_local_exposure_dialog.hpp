#pragma once

#include "core/tool/local_exposure.hpp"
#include "core/tool/run_dialog.hpp"

namespace penumbra::ui {

/// Shows the dialog of Balance Local Exposure and waits for it; see run_low_light_dialog. For OK `choice`
/// holds the plan exactly as it was previewed, with the EVs that were changed and the segments that were on.
PENUMBRA_API bool run_local_exposure_dialog(const DialogInput& input, host::LocalExposureChoice& choice);

/// The same function at run time: dlsym "penumbra_run_local_exposure_dialog".
using RunLocalExposureDialog = bool(const DialogInput&, host::LocalExposureChoice&);

} // namespace penumbra::ui
