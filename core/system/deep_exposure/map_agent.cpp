#include "core/system/deep_exposure/map_agent.hpp"

#include "core/nn/torch/exposure_net.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/segment/levels.hpp"
#include "core/segment/segments.hpp"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <thread>

namespace penumbra {
namespace {

constexpr int observed_side = 512; ///< as DeepExposureAgent's
constexpr double least_ev = 0.05;  ///< less is not seen

} // namespace

ExposureMapAgent::ExposureMapAgent(ExposureMapNet policy, FusionWeights weights, ExposureLevels levels,
                                   nlohmann::json origin)
    : policy_(std::move(policy)), weights_(weights), levels_(levels), origin_(std::move(origin)) {
  policy_->eval();
}

Episode ExposureMapAgent::run(const Input& input, const AgentSettings& settings, Progress& progress) {
  return guarded([&] {
    const torch::InferenceMode no_gradients;
    at::set_num_threads(settings.threads > 0 ? settings.threads
                                             : int(std::max(1u, std::thread::hardware_concurrency())));
    progress.step(0.0, "Looking at the photo");
    Episode episode;
    episode.observation = observe(input.photo, observed_side);
    const Image small = resize(episode.observation, {exposure_side, exposure_side});
    const torch::Tensor decided = policy_(to_tensor(small)).contiguous();
    progress.step(0.8, "Dividing it by the light that is due");
    Map ev(exposure_side, exposure_side);
    std::copy_n(decided.data_ptr<float>(), ev.values.size(), ev.values.begin());
    FusionPlan plan;
    plan.labels = exposure_levels(ev, levels_.span, levels_.most);
    plan.segments.assign(std::size_t(segment_count(plan.labels)), {0.0, true});
    plan.weights = weights_;
    std::vector<double> sums(plan.segments.size(), 0), areas(plan.segments.size(), 0);
    for (std::size_t i = 0; i < ev.values.size(); ++i) {
      const auto segment = std::size_t(plan.labels.values[i]);
      sums[segment] += double(ev.values[i]), ++areas[segment];
    }
    double largest = 0;
    for (std::size_t k = 0; k < plan.segments.size(); ++k) {
      // Hundredths of an EV: what a person would type.
      plan.segments[k].ev = std::clamp(std::round(100 * sums[k] / areas[k]) / 100, -most_ev, most_ev);
      largest = std::max(largest, std::abs(plan.segments[k].ev));
    }
    if (largest < least_ev)
      for (SegmentExposure& segment : plan.segments) segment.ev = 0;
    episode.edits = {make_fusion_step(plan)};
    episode.suggested = 1;
    episode.origin = origin_;
    progress.step(1.0, "Decided");
    return episode;
  });
}

} // namespace penumbra
