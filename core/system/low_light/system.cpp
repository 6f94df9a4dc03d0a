// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/low_light/system.hpp"

#include "core/agent/actions.hpp"

namespace penumbra {

LowLightSystem all_e_system(int width, bool paper_actions) {
  LowLightSystem system;
  system.id = "all-e";
  system.strengths = paper_actions ? all_e_strengths() : rellie_strengths();
  system.shape = {width, int(system.strengths.size()), 1, 2 * picture_description};
  return system;
}

LowLightSystem rellie_system(int width) {
  LowLightSystem system;
  system.id = "rellie";
  system.strengths = rellie_strengths();
  system.shape = {width, int(system.strengths.size()), 3, 2 * picture_description};
  system.coupling = 0.1;
  system.mixing = 0.8;
  return system;
}

torch::Tensor channel_strengths(const LowLightSystem& system, const torch::Tensor& heads) {
  if (system.shape.heads == 1) return system.mixing == 1 ? heads : heads * system.mixing;
  const torch::Tensor blue = heads.slice(1, 0, 1);
  const auto coupled = [&](int head) {
    return (1 - system.coupling) * blue + system.coupling * heads.slice(1, head, head + 1);
  };
  return torch::cat({coupled(2), coupled(1), blue}, 1) * system.mixing; // R, G, B
}

torch::Tensor mean_entropy(const torch::Tensor& log_probabilities) {
  return -(log_probabilities.exp() * log_probabilities).sum(2).mean();
}

Decision decide(PixelNet& net, const LowLightSystem& system, const torch::Tensor& state,
                const torch::Tensor& first) {
  torch::Tensor context;
  if (net->shape().context) context = low_light_context(state, first);
  const torch::Tensor logits = net->policy(net->features(state, context));
  return {channel_strengths(system, expected_strength(logits, torch::tensor(system.strengths))),
          mean_entropy(torch::log_softmax(logits, 2))};
}

torch::Tensor shrunk(const torch::Tensor& strengths, double doubtful) {
  const torch::Tensor mean = strengths.mean({2, 3}, true), deviation = strengths - mean;
  const torch::Tensor variance = deviation.square().mean({2, 3}, true);
  return mean + deviation * (variance / (variance + doubtful * doubtful).clamp_min(1e-12));
}

torch::Tensor within_gain(const torch::Tensor& strengths, double max) {
  const double mean = strengths.mean().item<double>();
  return 1 + mean > max ? strengths * ((max - 1) / mean) : strengths;
}

} // namespace penumbra
