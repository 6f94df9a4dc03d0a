// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/export.hpp"
#include "core/tool/tool.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace penumbra::ui {

/// Makes the agent of a method ("all-e"); called in a background thread, once a method.
using AgentFactory = std::function<std::unique_ptr<Agent>(const std::string& method)>;

/// Colours of the window: those of the desktop, or those of the editor that the dialog belongs to.
enum class Theme { system, light, dark };

/// A picture that the host has open and that can be the reference.
struct OpenPicture {
  int id = -1;      ///< what the parameter "layer" calls it
  std::string name; ///< UTF-8
  Image thumbnail;  ///< of any size; empty: none
};

/// What a host gives to the dialog.
struct DialogInput {
  /// [H,W] 1 to 4 channels, sRGB primaries, either encoding; as Host::read gives it.
  std::shared_ptr<const Image> photo;
  /// Coverage [H,W] in [0,1], or empty: everything is selected. The preview blends by it.
  Map selection;
  /// The encoding in which the host blends the result into the photo by the selection.
  Encoding selection_blend = Encoding::srgb;
  std::string name; ///< of the layer or file, UTF-8, for the window title
  std::string path; ///< of the file, UTF-8, for "Copy as command line"; empty where there is none
  /// True where the values passed in were chosen by someone (last values of the host, a command line).
  /// Otherwise the dialog starts with those it remembers from the last time.
  bool values_given = false;
  /// False where the host knows no layers: the choice of the output is hidden.
  bool offers_output = true;
  Theme theme = Theme::system;
  /// Native id of the window that the dialog belongs to (X11), 0: none.
  std::uintptr_t parent_window = 0;
  /// Asked a few times a second, in the main thread: true closes the window as Cancel does. May be empty.
  std::function<bool()> interrupted;
  std::string models;      ///< folder of the models, empty: where make_agent looks by itself
  AgentFactory make_agent; ///< empty: penumbra::make_agent
  // For tools with a reference:
  std::vector<OpenPicture> open; ///< what can be chosen from
  /// Reads the file, or else the open picture, that the values name. Throws Error. Called in a background
  /// thread, one call at a time, and never once the dialog has returned.
  host::ReferenceReader read;
};

/// Shows the dialog of a tool and waits for it. Makes a QApplication where the process has none (and keeps
/// it). The window is there before LibTorch is: a thread behind it loads the agent. Starts from the values of
/// `choice`; true for OK, with `choice` filled: host::recipe_for() makes of it exactly what was previewed; false
/// for Cancel, with `choice` as it was. Call it from the main thread. Throws Error where no window can be opened
/// or the photo has no pixels.
PENUMBRA_API bool run_dialog(const host::Tool& tool, const DialogInput& input, host::Choosing& choice);

/// The same function for hosts that load libpenumbra-ui.so at run time: dlsym "penumbra_run_dialog".
using RunDialog = bool(const host::Tool&, const DialogInput&, host::Choosing&);

} // namespace penumbra::ui
