// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/segment/levels.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace penumbra {

Map exposure_levels(const Map& ev, double span, int max) {
  if (ev.values.empty() || ev.channels != 1) throw Error("Levels are found in a map of one channel.");
  if (!(span > 0) || max < 1) throw Error("A level spans more than 0 EV, and there is at least one.");
  if (!std::all_of(ev.values.begin(), ev.values.end(), [](float v) { return std::isfinite(v); }))
    throw Error("The map of exposures has a value that is not finite.");
  Floats sorted = ev.values;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t last = sorted.size() - 1, edge = sorted.size() / 100;
  const double low = sorted[edge], high = sorted[last - edge];
  const int count = std::clamp(int(std::ceil((high - low) / span)), 1, max);
  const auto level = [&](float value) { // 0 at the top
    const double place = (high - double(value)) / std::max(high - low, 1e-9) * count;
    return std::clamp(int(std::floor(place)), 0, count - 1);
  };
  std::vector<int> used(std::size_t(count), 0);
  for (const float value : ev.values) used[std::size_t(level(value))] = 1;
  std::vector<int> number(used.size(), 0);
  for (std::size_t i = 1; i < used.size(); ++i) number[i] = number[i - 1] + used[i - 1];
  Map labels(ev.width, ev.height);
  for (std::size_t i = 0; i < labels.values.size(); ++i)
    labels.values[i] = float(number[std::size_t(level(ev.values[i]))]);
  return labels;
}

} // namespace penumbra
