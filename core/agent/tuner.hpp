#pragma once

#include "core/edit/finish/finish.hpp"
#include "core/export.hpp"
#include "core/progress.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace penumbra {

/// Long side of the copy of a photo that the tuner looks at; sharpness means what it means at this size.
constexpr int tuner_side = 256;

/// Whether the reference shows what the photo shows.
enum class Content {
  automatic, ///< found out (core/agent/look.hpp)
  same,      ///< finishing: as near to it as the sliders can, pixel by pixel
  other      ///< stylization: its look on the photo's content
};

struct TunerSettings {
  int steps = 10; ///< 1…10
  Content content = Content::automatic;
  /// Goes on from the policy's answer with an optimiser without derivatives (BOBYQA). Towards other content,
  /// where the models have a style net, it does so for a moment in any case where no step is surely nearer.
  bool polish = false;
  int polish_queries = 150;
  int threads = 0; ///< of the networks; 0: one, which is fastest, since they are small
  /// For experiments: another pipeline than the product's, which must outlive the run, and the weights of a
  /// policy in place of the shipped one.
  const Pipeline* pipeline = nullptr;
  std::string weights;
};

/// The nine sliders after a step, on the original photo, and how far the look is from the reference's.
struct TunedState {
  FinishValues values{};
  double distance = 0; ///< look_distance()
};

struct TunerEpisode {
  std::vector<TunedState> states; ///< 0: as it was; then one a step; the last is the polished one, if any
  int best = 0;                   ///< the state to preselect
  bool same_content = false;
  bool polished = false;
  int queries = 0; ///< how often the pipeline was asked
  nlohmann::json origin = nlohmann::json::object();
  /// What distances are measured on: parts of the photo, which is of size `full`, and of the reference. Empty
  /// where a tuner does not tell.
  Image sample, goal;
  Size full;
};

/// The goal-conditioned tuner (RLPixTuner, Wu et al. 2024): finds the nine sliders of a finishing pipeline
/// that bring a photo to the look of a reference. Not thread-safe; make one for each thread.
class Tuner {
 public:
  virtual ~Tuner() = default;
  /// Throws Error; Cancelled.
  virtual TunerEpisode run(const Image& photo, const Image& reference, const TunerSettings& settings,
                           Progress& progress) = 0;
};

/// Loads the library that holds LibTorch (once); the weights are loaded when they are needed. `models` as for
/// make_agent(). Throws Error.
PENUMBRA_API std::unique_ptr<Tuner> make_tuner(const std::string& models = {});

/// The look's distance from the reference with other sliders than those of the states; NaN where the episode
/// holds no sample. Takes about a millisecond.
PENUMBRA_API double distance_of(const TunerEpisode& episode, const FinishValues& values);

/// The recipe of state `state` of an episode at a strength of 0…1.5. Throws Error.
PENUMBRA_API Recipe recipe_of(const TunerEpisode& episode, int state, double strength);

/// What libpenumbra-agents shows under the name "penumbra_make_tuner".
using MakeTuner = void(const char* models_folder, std::unique_ptr<Tuner>* tuner);

} // namespace penumbra
