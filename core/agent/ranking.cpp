// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/ranking.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {

int best_state(const std::vector<double>& scores, double vividness, const RankingRule& rule) {
  if (scores.empty()) throw Error("An episode without states has no best one.");
  std::size_t best = 0;
  for (std::size_t i = 1; i < scores.size(); ++i)
    if (std::isfinite(scores[i]) && (!std::isfinite(scores[best]) || scores[i] > scores[best])) best = i;
  const double needed = std::max(rule.min_gain, rule.vivid * (vividness - rule.plain));
  if (best == 0 || (std::isfinite(scores[0]) && scores[best] - scores[0] <= needed)) return 0;
  std::size_t latest = best;
  for (std::size_t i = best + 1; i < scores.size(); ++i)
    if (std::isfinite(scores[i]) && scores[best] - scores[i] <= rule.tie) latest = i;
  return int(latest);
}

double vividness(const Image& photo) {
  if (photo.colour_channels() != 3) return 0;
  std::vector<float> chroma(std::size_t(photo.width) * photo.height);
  if (chroma.empty()) return 0;
  for (std::size_t i = 0; i < chroma.size(); ++i) {
    const float* p = photo.pixels.data() + i * photo.channels;
    chroma[i] = std::max({p[0], p[1], p[2]}) - std::min({p[0], p[1], p[2]});
  }
  const auto strong = chroma.begin() + std::ptrdiff_t(0.98 * double(chroma.size() - 1));
  std::nth_element(chroma.begin(), strong, chroma.end());
  return std::clamp(double(*strong), 0.0, 1.0);
}

} // namespace penumbra
