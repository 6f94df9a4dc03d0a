// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/rellie/denoise_policy.hpp"

namespace penumbra {

namespace {
constexpr int context_length = 3;
}

PixelNetShape denoise_policy_shape(int width) {
  return {width, 2, 1, context_length};
}

torch::Tensor denoise_context(const torch::Tensor& patches, const torch::Tensor& level, double done) {
  return torch::stack({level * 10, torch::full_like(level, done), patches.flatten(1).mean(1)}, 1);
}

DenoiseJudgement judge_noise(PixelNet& net, const torch::Tensor& patches, const torch::Tensor& context) {
  const torch::Tensor features = net->features(patches, context);
  return {net->policy(features).squeeze(1).flatten(2).mean(2), net->value(features).flatten(1).mean(1)};
}

} // namespace penumbra
