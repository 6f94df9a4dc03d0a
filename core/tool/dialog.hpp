#pragma once

#include "core/tool/local_exposure.hpp"
#include "core/tool/low_light.hpp"
#include "core/tool/match_look.hpp"
#include "core/tool/run_match_look_dialog.hpp"
#include "core/tool/run_dialog.hpp"

namespace penumbra::host {

/// The dialog as the chooser of run_low_light. `details` holds what a host knows beyond Host (theme, owner
/// window, path, …); photo, name and selection, which is blended in the photo's encoding, are filled in.
/// libpenumbra-ui, and Qt with it, is loaded when the chooser is first called. The chooser throws Error where
/// it cannot be loaded or no window can be opened.
Chooser by_dialog(ui::DialogInput details = {});
/// The same for run_local_exposure.
LocalExposureChooser by_local_exposure_dialog(ui::DialogInput details = {});
/// The same for run_match_look; `details.window` as above.
MatchLookChooser by_match_look_dialog(ui::MatchLookInput details);

} // namespace penumbra::host
