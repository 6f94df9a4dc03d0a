// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/error.hpp"

#include <functional>
#include <string>
#include <vector>

namespace penumbra::host {

enum class RunMode { interactive, noninteractive, with_last_values };
/// Where a result goes; the table's `outputs` are in this order.
enum class Output {
  in_place,
  new_layer,
  layer_stack ///< the exposures of a fusion, each in a layer of its own
};

/// One layer of a stack, from the bottom.
struct StackLayer {
  std::string name;
  double ev = 0;
  double shoulder = 0; ///< how far this exposure holds the highlights
  /// [height][width] in [0,1]: how much of it covers those below; the bottom layer is opaque.
  Map opacity;
};

/// What an editor must do for us. Everything is computed before anything of the editor's image changes;
/// `commit` is the single write, inside one undo step. Implementations turn their own failures into Error.
class Host {
 public:
  virtual ~Host() = default;
  virtual RunMode run_mode() const = 0;
  /// The part of the layer that may change (bounding box of selection and layer), converted to sRGB primaries
  /// without clipping, in the encoding that loses least. Throws Error with a message for the user where there
  /// is nothing to edit.
  virtual Image read() = 0;
  /// Name of the layer or file, for titles.
  virtual std::string name() const = 0;
  /// Coverage [height][width] in [0,1] of the selection over what `read` gave; empty: everything is selected.
  virtual Map selection() { return {}; }
  /// Writes `result`, which has the size, channels and encoding of what `read` gave, through the selection.
  /// `title` says in a few words what was done; a new layer bears it. Throws Error, with nothing changed,
  /// where the layer is no longer what was read.
  virtual void commit(Image result, const Recipe& recipe, Output output, const std::string& title) = 0;
  /// Puts a group of layers above the layer, the first of `stack` lowest, each masked by its opacity over the
  /// layers below in encoded (perceptual) values, and by the selection. `pixels` gives the photo as a layer
  /// shows it.
  virtual void commit_stack(const std::vector<StackLayer>& stack,
                            const std::function<Image(const StackLayer&)>& pixels, const Recipe& recipe,
                            const std::string& title) {
    (void)stack, (void)pixels, (void)recipe, (void)title;
    throw Error("Layers cannot be written here.");
  }
  /// Whether `commit` is wanted where nothing changed, too: a file is written, a layer left alone.
  virtual bool writes_unchanged() const { return false; }
  virtual RenderOptions render_options() const { return {}; }
  /// The next part of the work has this name: "read", "load", "decide", "render".
  virtual void begin(const std::string& part) { (void)part; }
  virtual Progress& progress() = 0;
  /// A remark for the user that is no error.
  virtual void message(const std::string& text) = 0;
};

} // namespace penumbra::host
