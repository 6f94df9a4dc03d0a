// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/tune_style.hpp"

#include "core/reward/style.hpp"

#include <vector>

namespace penumbra {
namespace {

torch::Tensor places_of(const TuneEpisodes& episodes) {
  return (episodes.foreign > 0.5).nonzero().flatten();
}

std::array<torch::Tensor, 3> grams_of(const VggFeatures& features, const torch::Tensor& pictures) {
  const auto layers = features(pictures);
  return {gram_matrices(layers[0]), gram_matrices(layers[1]), gram_matrices(layers[2])};
}

torch::Tensor distance_between(const std::array<torch::Tensor, 3>& a, const std::array<torch::Tensor, 3>& b) {
  torch::Tensor sum;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const torch::Tensor distance = ((a[i] - b[i]).square().sum({1, 2}) + 1e-12).sqrt();
    sum = sum.defined() ? sum + distance : distance;
  }
  return sum;
}

} // namespace

void remember_grams(TuneEpisodes& episodes, const VggFeatures& features) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor far = places_of(episodes);
  const auto n = episodes.input.size(0);
  episodes.gram_before = torch::zeros({n});
  constexpr int widths[3] = {64, 128, 256};
  for (std::size_t i = 0; i < 3; ++i) episodes.goal_grams[i] = torch::zeros({n, widths[i], widths[i]});
  if (far.numel() == 0) return;
  const auto goal = grams_of(features, episodes.goal_view.index_select(0, far));
  const auto before = grams_of(features, without_borders(episodes.view.index_select(0, far), style_grid));
  for (std::size_t i = 0; i < 3; ++i) episodes.goal_grams[i].index_copy_(0, far, goal[i]);
  episodes.gram_before.index_copy_(0, far, distance_between(goal, before));
}

StyleGain style_gain(const TuneEpisodes& episodes, const torch::Tensor& values, const torch::Tensor& picture,
                     TensorPipeline pipeline, const VggFeatures& features) {
  const torch::Tensor far = places_of(episodes);
  const auto of = [&](const torch::Tensor& column) { return column.index_select(0, far); };
  const torch::Tensor view = without_borders(pipeline(of(episodes.view), of(values), tuner_side), style_grid);
  std::array<torch::Tensor, 3> goal;
  for (std::size_t i = 0; i < 3; ++i) goal[i] = of(episodes.goal_grams[i]);
  const torch::Tensor gram = distance_between(goal, grams_of(features, view)),
                      before = of(episodes.gram_before), wanted = of(episodes.state.goal);
  const torch::Tensor score = gram + histogram_distance(of(picture), wanted),
                      score_before = before + histogram_distance(of(episodes.state.input), wanted);
  return {torch::log((gram + 0.05) / (before + 0.05)), torch::log((score + 1) / (score_before + 1))};
}

torch::Tensor style_loss(const TuneEpisodes& episodes, const torch::Tensor& values,
                         const torch::Tensor& picture, const StyleWeights& weights, TensorPipeline pipeline,
                         const VggFeatures* features) {
  torch::Tensor loss = torch::log(style_distance(picture, episodes.state.goal) + 1e-3) +
                       weights.restraint * values.square().sum(1) +
                       weights.lost * lost_tones(picture, episodes.state.input) +
                       weights.grey * torch::relu(-values.select(1, 3)).square();
  const torch::Tensor far = places_of(episodes);
  if (!features || far.numel() == 0) return loss; // these features cost more than all the rest
  const StyleGain gain = style_gain(episodes, values, picture, pipeline, *features);
  const auto weighed = [&](const torch::Tensor& x) {
    return x + weights.farther * torch::relu(x + weights.margin);
  };
  return loss.index_add(0, far, weights.gram * weighed(gain.gram) + weights.score * weighed(gain.score));
}

} // namespace penumbra
