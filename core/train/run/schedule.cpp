// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <torch/utils.h>

namespace penumbra {

double cosine_rate(double rate, int done, int updates, double min, int ramp) {
  const double risen = ramp > 0 ? std::min(1.0, (done + 1) / double(ramp)) : 1.0;
  const double share = std::min(1.0, double(done) / std::max(1, updates));
  return rate * risen * (min + (1 - min) * 0.5 * (1 + std::cos(M_PI * share)));
}

void update_ema(const torch::nn::Module& net, torch::nn::Module& average, double ema_decay, int updates) {
  const torch::NoGradGuard no_grad;
  const double keep = std::min(ema_decay, updates / (updates + 10.0));
  const auto from = net.parameters(), to = average.parameters();
  for (std::size_t i = 0; i < from.size(); ++i) to[i].lerp_(from[i], 1 - keep);
}

} // namespace penumbra
