// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>

namespace penumbra {

/// A learning rate over a run of `updates`, of which `done` are over: rises over the first `ramp` updates (0:
/// not at all) and falls from `rate` to rate * `min` along half a cosine (Loshchilov and Hutter 2017);
/// stays there afterwards.
double cosine_rate(double rate, int done, int updates, double min, int ramp);

/// Moves `average` towards the parameters of `net`, of the same kind: the running average over updates, which
/// forgets by `ema_decay` an update (0.999 …), faster among the first `updates`, the present one included.
void update_ema(const torch::nn::Module& net, torch::nn::Module& average, double ema_decay, int updates);

} // namespace penumbra
