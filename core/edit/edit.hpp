#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"
#include "core/progress.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
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

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
};

/// An edit made ready for one photo: everything that depends on the whole picture has been worked out, so
/// tiles can be rendered in any order, on any thread, with the same result as in one piece.
class Stage {
 public:
  virtual ~Stage() = default;
  /// Pixels that `apply` needs around the place it writes.
  virtual int margin() const { return 0; }
  /// Edits the pixels of `tile`, whose top left corner lies at (x, y) of the full picture of `full` size.
  /// Values are sRGB-encoded; 1 to 4 channels as in Image; alpha must not change. Within `margin()` of the
  /// tile's own border the result may be wrong, unless that border is the picture's.
  virtual void apply(Image& tile, int x, int y, Size full) const = 0;
};

/// One line of the registry: how steps of one operation and version are checked and made ready.
struct Operation {
  const char* name;
  int version;
  /// Throws Error where parameters or maps are missing or out of range.
  void (*validate)(const EditStep& step);
  /// `proxy`: the step's input, RGB, sRGB-encoded, finite, reduced to about the size of the step's maps
  /// (`full` is the size of the picture itself).
  std::unique_ptr<Stage> (*prepare)(const EditStep& step, const Image& proxy, Size full);
};

/// All operations that this build knows.
PENUMBRA_API const std::vector<Operation>& operations();

/// Finds the operation of a step and validates it; throws Error.
PENUMBRA_API const Operation& operation_of(const EditStep& step);

/// A recipe made ready for one photo. Render any part, at any time, from any thread.
class PENUMBRA_API PreparedRecipe {
 public:
  /// `photo` is only looked at here (its reduced copy); it may be a reduced version of the picture that is
  /// rendered later: what matters is the field of view. `full` is the size that tiles refer to.
  PreparedRecipe(const std::vector<EditStep>& steps, const Image& photo, Size full);
  ~PreparedRecipe();
  PreparedRecipe(PreparedRecipe&&) noexcept;
  PreparedRecipe& operator=(PreparedRecipe&&) noexcept;

  /// The sum of the margins of all stages.
  int margin() const;
  /// Edits `tile` in place; its top left corner lies at (x, y). Either encoding; 1 to 4 channels.
  void apply(Image& tile, int x, int y) const;

 private:
  std::vector<std::unique_ptr<Stage>> stages_;
  Size full_;
  int margin_ = 0;
};

struct RenderOptions {
  int threads = 0; ///< 0: all cores
  enum class Device { automatic, cpu, cuda } device = Device::automatic;
};

/// Renders `recipe` on `photo`, in tiles over all cores, in place where the memory allows. Keeps the photo's
/// encoding, channels and alpha.
///
/// Values outside the nominal range: edits treat colour components in [0,1] as documented for each operation;
/// the curve continues as an odd function below 0 and leaves values above 1 as they are; NaN and infinities
/// stay where they are and touch no other pixel (denoise and other edits with a margin treat them as 0).
///
/// Memory: the photo and the result, plus a few MB for each thread. Throws Error; throws Cancelled, with
/// `photo` untouched, where `progress` says so.
PENUMBRA_API Image render(const std::vector<EditStep>& steps, const Image& photo, Progress& progress,
                          const RenderOptions& options = {});
PENUMBRA_API Image render(const std::vector<EditStep>& steps, const Image& photo);

} // namespace penumbra
