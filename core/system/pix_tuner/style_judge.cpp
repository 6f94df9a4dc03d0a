// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/pix_tuner/style_judge.hpp"

#include "core/agent/look.hpp"
#include "core/nn/torch/tensors.hpp"

#include <algorithm>
#include <cmath>
#include <torch/utils.h>

namespace penumbra {
namespace {

constexpr double weight_of_doubt = 6, weight_of_sliders = 0.02;
constexpr double weaker_strengths[] = {0.75, 0.5, 0.25};
constexpr double first_step = 0.15; // of the optimiser, in sliders of -1…1

} // namespace

double style_cost(const StyleGain& gain, const FinishValues& values, const Pipeline& pipeline) {
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& slider = pipeline.sliders()[i];
    const double x = (values[i] - slider.neutral) / (0.5 * (slider.max - slider.min));
    squares += x * x;
  }
  const auto doubt = [](double x) { return std::max(0.0, x + sure_gain); };
  return gain.distance + weight_of_doubt * (doubt(gain.gram) + doubt(gain.score)) +
         weight_of_sliders * squares;
}

bool surely_nearer(const StyleGain& gain) {
  return gain.gram <= -sure_gain && gain.score <= -sure_gain;
}

StyleJudge::StyleJudge(StyleNet& net, const Pipeline& pipeline, const Image& photo, const Image& reference)
    : net_(net), pipeline_(pipeline), photo_(photo), reference_(reference),
      goal_(net->forward(to_tensor(reference))), before_(distances(photo)) {}

bool StyleJudge::can_judge(const Image& photo, const Image& reference) {
  return std::min({photo.width, photo.height, reference.width, reference.height}) >= smallest_style_side;
}

StyleJudge::Distances StyleJudge::distances(const Image& picture) const {
  const torch::InferenceMode no_gradients;
  const double gram =
      style_net_distance(net_->shape(), net_->forward(to_tensor(picture)), goal_).item<double>();
  return {look_distance(picture, reference_), gram, gram + histogram_score(picture, reference_)};
}

StyleGain StyleJudge::gain(const FinishValues& values) const {
  if (const auto found = known_.find(values); found != known_.end()) return found->second;
  const Distances now = distances(pipeline_.apply(photo_, values, {photo_.width, photo_.height}));
  // What is as near as this to begin with is the same look.
  const auto change = [](double after, double before, double near) {
    return std::log((after + near) / (before + near));
  };
  return known_[values] = {change(now.look, before_.look, 0.1), change(now.gram, before_.gram, 0.05),
                           change(now.score, before_.score, 0.5)};
}

FinishValues settle(const StyleJudge& judge, const Pipeline& pipeline, const FinishValues& start, int queries,
                    Progress& progress) {
  int done = 0;
  const auto cost = [&](const FinishValues& values) {
    progress.step(std::min(1.0, double(done++) / queries), "Polishing");
    return style_cost(judge.gain(values), values, pipeline);
  };
  const FinishValues neutral = neutral_values(pipeline);
  FinishValues best = start;
  double min = cost(start);
  for (const double strength : weaker_strengths) {
    FinishValues weaker;
    for (std::size_t i = 0; i < weaker.size(); ++i)
      weaker[i] = neutral[i] + strength * (start[i] - neutral[i]);
    if (const double now = cost(weaker); now < min) min = now, best = weaker;
  }
  return minimise(pipeline, best, first_step, std::max(1, queries - done), cost);
}

} // namespace penumbra
