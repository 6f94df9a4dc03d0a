// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/low_light/agent.hpp"

#include "core/edit/curve/curve.hpp"
#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <thread>

namespace penumbra {
namespace {

/// [1,C,H,W] strengths as a map, in the range that the curve edit takes.
Map to_map(const torch::Tensor& strengths) {
  const torch::Tensor rows = strengths.squeeze(0).permute({1, 2, 0}).clamp(-1, 1).contiguous();
  Map map(int(rows.size(1)), int(rows.size(0)), int(rows.size(2)));
  std::copy_n(rows.data_ptr<float>(), map.values.size(), map.values.begin());
  return map;
}

} // namespace

void check(const AgentSettings& settings) {
  if (settings.steps < 1 || settings.steps > 12)
    throw Error("The number of steps lies between 1 and 12, not " + std::to_string(settings.steps) + ".");
  if (settings.working_size &&
      (settings.working_size < min_working_size || settings.working_size > max_working_size))
    throw Error("The working size lies between 32 and 4096 pixels, or is 0 for the model's own.");
}

LowLightAgent::LowLightAgent(LowLightSystem system, PixelNet net, int working_size, nlohmann::json origin)
    : system_(std::move(system)), net_(std::move(net)), working_size_(working_size),
      origin_(std::move(origin)) {}

Episode LowLightAgent::run(const Input& input, const AgentSettings& settings, Progress& progress) {
  check(settings);
  return guarded([&] {
    const torch::InferenceMode no_gradients;
    const int cores = std::max(1u, std::thread::hardware_concurrency());
    at::set_num_threads(settings.threads > 0 ? settings.threads : cores);

    Episode episode;
    progress.step(0.0, "Looking at the photo");
    episode.observation = observe(input.photo, settings.working_size ? settings.working_size : working_size_);
    episode.states = {episode.observation};
    const Size size{episode.observation.width, episode.observation.height};
    const torch::Tensor first = describe_picture(to_tensor(episode.observation));
    double gain = 1; // of the darkest tones
    for (int t = 0; t < settings.steps; ++t) {
      progress.step(double(t) / settings.steps, "Deciding step " + std::to_string(t + 1));
      const Decision decision = decide(net_, system_, to_tensor(episode.states.back()), first);
      // Evenly over the steps: where there is a limit, the last ones should still have something to do.
      const double allowed = std::max(1.0, std::pow(max_gain, double(t + 1) / settings.steps) / gain);
      const torch::Tensor strengths = within_gain(shrunk(decision.strengths, doubtful_spread), allowed);
      gain *= 1 + strengths.mean().item<double>();
      EditStep step = make_curve_step(to_map(strengths));
      round_maps(step);
      Image state = episode.states.back();
      PreparedRecipe({step}, state, size).apply(state, 0, 0);
      step.parameters["strength"] = 1.0;
      episode.states.push_back(std::move(state));
      episode.edits.push_back(std::move(step));
    }
    progress.step(1.0, "Decided");
    episode.suggested = settings.steps;
    episode.origin = origin_;
    episode.origin["method"] = system_.id;
    episode.origin["steps"] = settings.steps;
    episode.origin["working_size"] = std::max(size.width, size.height);
    return episode;
  });
}

} // namespace penumbra
