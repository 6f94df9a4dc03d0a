// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/deep_exposure/local_exposure_agent.hpp"

#include "core/nn/torch/exposure_net.hpp"
#include "core/nn/torch/tensors.hpp"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <thread>

namespace penumbra {
namespace {

/// Long side of the picture that the episode shows; what is decided on is this, squeezed.
constexpr int observed_side = 512;

} // namespace

LocalExposureAgent::LocalExposureAgent(FusionWeights weights, nlohmann::json origin)
    : weights_(weights), origin_(std::move(origin)) {}

double LocalExposureAgent::typed_ev(double ev) {
  return std::clamp(std::round(100 * ev) / 100, -max_ev, max_ev);
}

Episode LocalExposureAgent::run(const Input& input, const AgentSettings& settings, Progress& progress) {
  return guarded([&] {
    const torch::InferenceMode no_gradients;
    at::set_num_threads(settings.threads > 0 ? settings.threads
                                             : int(std::max(1u, std::thread::hardware_concurrency())));
    progress.step(0.0, "Looking at the photo");
    Episode episode;
    episode.observation = observe(input.photo, observed_side);
    FusionPlan plan;
    plan.weights = weights_;
    decide(resize(episode.observation, {exposure_side, exposure_side}), plan, progress);
    episode.edits = {make_fusion_step(plan)};
    episode.suggested = 1;
    episode.origin = origin_;
    progress.step(1.0, "Decided");
    return episode;
  });
}

} // namespace penumbra
