// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <torch/torch.h>
#include <vector>

namespace penumbra::test {

/// The parameters as one vector of values or gradients.
inline torch::Tensor flat(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> rows;
  for (const torch::Tensor& each : tensors) rows.push_back(each.detach().reshape({-1}).to(torch::kDouble));
  return torch::cat(rows);
}

/// Gradient of `value` by central differences: every entry of the parameters is moved by `step` to both
/// sides. Nothing is asked of `value` but its numbers.
inline torch::Tensor central_differences(const std::vector<torch::Tensor>& parameters,
                                         const std::function<double()>& value, double step) {
  const torch::NoGradGuard no_grad;
  std::vector<double> gradient;
  for (const torch::Tensor& parameter : parameters) {
    torch::Tensor entries = parameter.view({-1});
    for (std::int64_t i = 0; i < entries.size(0); ++i) {
      const float was = entries[i].item<float>();
      entries[i] = was + step;
      const double above = value();
      entries[i] = was - step;
      const double below = value();
      entries[i] = was;
      gradient.push_back((above - below) / (2 * step));
    }
  }
  return torch::tensor(gradient, torch::kDouble);
}

inline double cosine(const torch::Tensor& a, const torch::Tensor& b) {
  return (a.dot(b) / (a.norm() * b.norm())).item<double>();
}

} // namespace penumbra::test
