// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"
#include "core/progress.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace penumbra {

/// One edit, the unit of the step slider, of undo, last-used values, presets, batch replay and export.
/// `operation` and `version` name an entry of the registry (`operations()`), `parameters` is what a person
/// could type, `maps` is what an agent decided per place, at the size it decided at.
struct EditStep {
  std::string operation;
  int version = 1;
  nlohmann::json parameters = nlohmann::json::object();
  std::vector<Map> maps;
  bool operator==(const EditStep&) const = default;
};

/// How a series of states, numbered from 0 (the photo), comes from a series of edits.
enum class Composition {
  cumulative,  ///< state t: the first t edits, one after the other
  alternatives ///< state t: edit t alone, on the photo
};

/// Edits in the order in which they are applied, and where they came from.
struct Recipe {
  std::vector<EditStep> steps;
  /// Free for whoever made the recipe: tool, method, model id and version, chosen step, settings. Kept as it
  /// is.
  nlohmann::json origin = nlohmann::json::object();
  bool operator==(const Recipe&) const = default;
};

/// JSON text of a recipe, UTF-8, "penumbra-recipe": 1. Maps are stored as IEEE half floats in base64 and are
/// rounded to them: from_json(to_json(r)) equals r after one round trip. Numbers do not depend on the locale.
PENUMBRA_API std::string to_json(const Recipe& recipe);

/// Throws Error, with the place and what was expected, for text that is no recipe, an unknown operation or
/// version, parameters out of range, maps whose size does not fit their data or exceeds 4096 x 4096.
PENUMBRA_API Recipe recipe_from_json(const std::string& text);

/// Rounds all maps to half floats, as storing does. Agents hand out rounded steps, so that what is previewed,
/// stored and replayed is the same.
PENUMBRA_API void round_maps(EditStep& step);

/// The same steps, those of `operation` ("denoise", "clarity") with another "amount". Nothing is decided
/// anew.
PENUMBRA_API std::vector<EditStep> with_amount(std::vector<EditStep> steps, std::string_view operation,
                                               double amount);

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
};

/// An edit made ready for one photo: everything that depends on the whole picture has been worked out, so
/// tiles can be rendered in any order, on any thread, with the same result as in one piece. Edits that look
/// at no neighbours derive from PointStage (core/edit/engine/point_stage.hpp) and are faster for it.
class Stage {
 public:
  virtual ~Stage() = default;
  /// Pixels that `apply` needs around the place it writes, in the full picture.
  virtual int margin() const { return 0; }
  /// Edits the pixels of `tile`, whose top left corner lies at (x, y) of a picture of `full` size: that which
  /// the stage was prepared for, or its reduced copy (the field of view is the same). Values are
  /// sRGB-encoded; 1 to 4 channels as in Image; alpha must not change. Within `margin()` of the tile's own
  /// border the result may be wrong, unless that border is the picture's.
  virtual void apply(Image& tile, int x, int y, Size full) const = 0;
};

/// One line of the registry: how steps of one operation and version are checked and made ready.
struct Operation {
  const char* name;
  int version;
  /// Throws Error where parameters or maps are missing or out of range.
  void (*validate)(const EditStep& step);
  /// `proxy`: the step's input, RGB, sRGB-encoded, in [0,1], reduced to about the size of the step's maps
  /// (`full` is the size of the picture itself). Null where the step changes no picture at all.
  std::unique_ptr<Stage> (*prepare)(const EditStep& step, const Image& proxy, Size full);
  /// Long side of the proxy that `prepare` wants at least; 0: the size of the maps is enough.
  int proxy_side = 0;
  /// Edits that every pixel of the picture has a say in at full size do that in `whole`, for those steps
  /// where `needs_whole` is true; `prepare` then gives the nearest thing that tiles can have, for previews.
  bool (*needs_whole)(const EditStep& step) = nullptr;
  Image (*whole)(const EditStep& step, const Image& photo, Progress& progress, int threads) = nullptr;
};

/// All operations that this build knows.
PENUMBRA_API const std::vector<Operation>& operations();

/// Finds the operation of a step and validates it; throws Error.
PENUMBRA_API const Operation& operation_of(const EditStep& step);

/// What the stages of a recipe see of the whole photo: RGB, sRGB-encoded, in [0,1], the size of the widest
/// map. A PreparedRecipe made from it is the one that the photo gives, without looking at every pixel again.
PENUMBRA_API Image recipe_proxy(const std::vector<EditStep>& steps, const Image& photo);

/// A recipe made ready for one photo. Render any part, at any time, from any thread.
class PENUMBRA_API PreparedRecipe {
 public:
  /// `photo` is only looked at here (its reduced copy); it may be a reduced version of the picture that is
  /// rendered later: what matters is the field of view. `full` is the size that tiles refer to. Throws Error;
  /// throws Cancelled where `progress` says so.
  PreparedRecipe(const std::vector<EditStep>& steps, const Image& photo, Size full);
  PreparedRecipe(const std::vector<EditStep>& steps, const Image& photo, Size full, Progress& progress);
  ~PreparedRecipe();
  PreparedRecipe(PreparedRecipe&&) noexcept;
  PreparedRecipe& operator=(PreparedRecipe&&) noexcept;

  /// The sum of the margins of all stages.
  int margin() const;
  /// Edits `tile` in place; its top left corner lies at (x, y). Either encoding; 1 to 4 channels.
  void apply(Image& tile, int x, int y) const;
  /// Renders `place` of `from` into the same place of `to`; both are the full picture, of the same channels
  /// and encoding, and not the same object. Needs no memory but a block's.
  void apply(const Image& from, Image& to, const Rect& place) const;

  /// The stages, in order; those that change nothing are left out.
  const std::vector<std::unique_ptr<Stage>>& stages() const { return stages_; }
  /// Edits `tile` by step number `step` (from 0) alone: called for each in turn it gives what `apply` gives,
  /// and every state between. The tile must be sRGB-encoded.
  void apply_step(int step, Image& tile, int x, int y) const;

 private:
  std::vector<std::unique_ptr<Stage>> stages_;
  std::vector<const Stage*> stage_of_step_; ///< null where a step changes nothing
  Size full_;
  int margin_ = 0;
};

struct RenderOptions {
  int threads = 0; ///< 0: all cores
  /// automatic: the graphics card where there is one, the picture is large enough for it to pay, and all
  /// steps have a CUDA kernel; the CPU otherwise, without a word. cuda: Error where the card cannot be used.
  enum class Device { automatic, cpu, cuda } device = Device::automatic;
};

/// Name of the graphics card that `RenderOptions::Device::cuda` would use, or why there is none.
struct CudaDevice {
  std::string name;   ///< empty where there is none
  std::string reason; ///< empty where there is one
};
PENUMBRA_API CudaDevice cuda_device();

/// Renders `steps` on `photo`, in tiles over all cores. Keeps the photo's encoding, channels and alpha. Every
/// pixel gets the same bits whatever the tiles, the number of threads and the processor's vector unit; CUDA
/// agrees within 1e-5 of the encoded value.
///
/// Values outside the nominal range: edits treat colour components in [0,1] as documented for each operation;
/// the curve continues as an odd function below 0 and leaves values above 1 as they are; NaN and infinities
/// stay where they are. What other pixels see of them is the reduced copy, where they count as 0 and 1
/// (observe()).
///
/// Memory: the photo and the result, plus about a MB for each thread. Throws Error (without memory for the
/// result, too); throws Cancelled where `progress`, which is called from this thread, says so.
PENUMBRA_API Image render(const std::vector<EditStep>& steps, const Image& photo, Progress& progress,
                          const RenderOptions& options = {});
PENUMBRA_API Image render(const std::vector<EditStep>& steps, const Image& photo);

} // namespace penumbra
