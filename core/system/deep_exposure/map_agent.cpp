// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/deep_exposure/map_agent.hpp"

#include "core/nn/torch/tensors.hpp"
#include "core/segment/levels.hpp"
#include "core/segment/segments.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

/// Where no segment is due more, the photo is left as it is: models/deep-exposure-ii/history.md has what that gains.
constexpr double min_ev = 0.25;

} // namespace

ExposureMapAgent::ExposureMapAgent(ExposureMapNet policy, FusionWeights weights, ExposureLevels levels,
                                   nlohmann::json origin)
    : LocalExposureAgent(weights, std::move(origin)), policy_(std::move(policy)), levels_(levels) {
  policy_->eval();
}

void ExposureMapAgent::decide(const Image& small, FusionPlan& plan, Progress& progress) {
  const ExposureMap map = policy_(to_tensor(small));
  const torch::Tensor decided = map.ev.contiguous();
  progress.step(0.8, "Dividing it by the light that is due");
  Map ev(small.width, small.height);
  std::copy_n(decided.data_ptr<float>(), ev.values.size(), ev.values.begin());
  plan.labels = exposure_levels(ev, levels_.span, levels_.max);
  std::vector<double> sums(std::size_t(segment_count(plan.labels)), 0), areas(sums.size(), 0);
  for (std::size_t i = 0; i < ev.values.size(); ++i) {
    const auto segment = std::size_t(plan.labels.values[i]);
    sums[segment] += double(ev.values[i]), ++areas[segment];
  }
  plan.shoulder = std::round(100 * map.shoulder.item<double>()) / 100;
  double largest = 0;
  for (std::size_t k = 0; k < sums.size(); ++k) {
    plan.segments.push_back({typed_ev(sums[k] / areas[k]), true});
    largest = std::max(largest, std::abs(plan.segments[k].ev));
  }
  if (largest < min_ev)
    for (SegmentExposure& segment : plan.segments) segment.ev = 0;
}

} // namespace penumbra
