// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/adopt.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

/// Where an effect lies among ascending ones: between `first` and the next, `share` of the way.
struct Between {
  std::size_t first;
  float share;
};

Between find(const std::vector<float>& ascending, float wanted) {
  const auto above = std::upper_bound(ascending.begin() + 1, ascending.end() - 1, wanted);
  const auto first = std::size_t(above - ascending.begin()) - 1;
  const float share = (wanted - ascending[first]) / (ascending[first + 1] - ascending[first]);
  return {first, std::clamp(share, 0.0f, 1.0f)};
}

/// The rows of `from` ([actions,…]) for the actions of `to`, once for each head.
Tensor interpolate_rows(const Tensor& from, const std::vector<Between>& places, int heads) {
  const std::size_t row = from.values.size() / std::size_t(from.shape.at(0));
  Tensor out{from.shape, {}};
  out.shape[0] = std::int64_t(places.size()) * heads;
  for (int head = 0; head < heads; ++head)
    for (const Between& place : places)
      for (std::size_t i = 0; i < row; ++i)
        out.values.push_back(std::lerp(from.values[place.first * row + i],
                                       from.values[(place.first + 1) * row + i], place.share));
  return out;
}

} // namespace

TensorFile adopt_policy(const TensorFile& weights, const LowLightSystem& from, const LowLightSystem& to) {
  if (from.shape.heads != 1 || from.shape.width != to.shape.width || from.shape.context != to.shape.context)
    throw Error("The policy of " + from.id + " does not fit the network of " + to.id + ".");
  std::vector<float> effects = from.strengths;
  for (float& effect : effects) effect *= float(from.mixing);
  std::vector<Between> places;
  for (const float strength : to.strengths) places.push_back(find(effects, strength * float(to.mixing)));

  constexpr const char* last_weight = "policy.2.weight";
  constexpr const char* last_bias = "policy.2.bias";
  TensorFile adopted = weights;
  const std::int64_t actions = from.shape.actions, width = from.shape.width;
  adopted.tensors[last_weight] =
      interpolate_rows(weights.get(last_weight, {actions, width, 3, 3}), places, to.shape.heads);
  adopted.tensors[last_bias] = interpolate_rows(weights.get(last_bias, {actions}), places, to.shape.heads);
  return adopted;
}

} // namespace penumbra
