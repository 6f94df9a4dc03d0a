#pragma once

#include "core/agent/agent.hpp"
#include "core/export.hpp"
#include "core/tool/host.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace penumbra::ui {

/// Makes the agent of a method ("all-e"); called in a background thread, once a method.
using AgentFactory = std::function<std::unique_ptr<Agent>(const std::string& method)>;

/// Colours of the window: those of the desktop, or those of the editor that the dialog belongs to.
enum class Theme { system, light, dark };

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
};

/// What was chosen, exactly as it was previewed: commit render(recipe_of(episode, step).steps, photo).
struct DialogResult {
  Episode episode; ///< its edits carry the chosen strength
  int step = 0;    ///< 0…episode.edits.size()
};

/// Shows the dialog of Auto Enhance Low Light and waits for it. Makes a QApplication where the process has
/// none (and keeps it). The window is there before LibTorch is: a thread behind it loads the agent. True for
/// OK, with `values` (values.step is -1 where the agent's own choice was kept) and `result` filled; false for
/// Cancel, with both as they were. Call it from the main thread. Throws Error where no window can be opened
/// or the photo has no pixels.
PENUMBRA_API bool run_low_light_dialog(const DialogInput& input, host::LowLightValues& values,
                                       DialogResult& result);

/// The same function for hosts that load libpenumbra-ui.so at run time: dlsym
/// "penumbra_run_low_light_dialog".
using RunLowLightDialog = bool(const DialogInput&, host::LowLightValues&, DialogResult&);

} // namespace penumbra::ui
