#include "core/agent/tuner.hpp"

#include "core/agent/look.hpp"
#include "core/error.hpp"
#include "core/nn/interface/library.hpp"
#include "core/model/manifest.hpp"

#include <limits>

namespace penumbra {

std::unique_ptr<Tuner> make_tuner(const std::string& models) {
  auto* make = reinterpret_cast<MakeTuner*>(networks_function("penumbra_make_tuner"));
  std::unique_ptr<Tuner> tuner;
  make(models_folder(models).c_str(), &tuner);
  return tuner;
}

Recipe recipe_of(const TunerEpisode& episode, int state, double strength) {
  if (state < 0 || state >= int(episode.states.size()))
    throw Error("Step " + std::to_string(state) + " does not exist; there are steps 0 to " +
                std::to_string(episode.states.size() - 1) + ".");
  Recipe recipe;
  recipe.steps = {make_finish_step(episode.states[std::size_t(state)].values, strength)};
  recipe.origin = episode.origin;
  recipe.origin["step"] = state;
  recipe.origin["strength"] = strength;
  return recipe;
}

double distance_of(const TunerEpisode& episode, const FinishValues& values) {
  if (episode.sample.empty() || episode.goal.empty()) return std::numeric_limits<double>::quiet_NaN();
  return look_distance(product_pipeline().apply(episode.sample, values, episode.full), episode.goal);
}

} // namespace penumbra
