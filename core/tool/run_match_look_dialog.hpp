#pragma once

#include "core/tool/match_look.hpp"
#include "core/tool/run_dialog.hpp"

#include <string>
#include <vector>

namespace penumbra::ui {

/// A picture that the host has open and that can be the reference.
struct OpenPicture {
  int id = -1;      ///< what MatchLookValues::layer calls it
  std::string name; ///< UTF-8
  Image thumbnail;  ///< of any size; empty: none
};

/// What a host gives to the dialog of Match Look to Reference.
struct MatchLookInput {
  DialogInput window;
  std::vector<OpenPicture> open; ///< what can be chosen from
  /// Reads the file, or else the open picture, that the values name. Throws Error. Called in a background
  /// thread, one call at a time, and never once the dialog has returned.
  host::ReferenceReader read;
};

/// Shows the dialog of Match Look to Reference and waits for it; see run_low_light_dialog. For OK `choice`
/// holds the sliders exactly as they were previewed.
PENUMBRA_API bool run_match_look_dialog(const MatchLookInput& input, host::MatchLookChoice& choice);

/// The same function at run time: dlsym "penumbra_run_match_look_dialog".
using RunMatchLookDialog = bool(const MatchLookInput&, host::MatchLookChoice&);

} // namespace penumbra::ui
