// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reward/style.hpp"

#include <torch/torch.h>

namespace penumbra {
namespace {

constexpr int bins = 64;

torch::Tensor yuv_of(const torch::Tensor& picture) {
  const torch::Tensor r = picture.select(1, 0), g = picture.select(1, 1), b = picture.select(1, 2);
  const torch::Tensor y = 0.299 * r + 0.587 * g + 0.114 * b;
  return torch::stack({y, 0.564 * (b - y), 0.713 * (r - y)}, 1).flatten(2);
}

torch::Tensor sorted_yuv(const torch::Tensor& picture) {
  return std::get<0>(yuv_of(picture).sort(2));
}

/// Shares of the bins of Y, U and V, [N,3,64].
torch::Tensor soft_histograms(const torch::Tensor& picture) {
  const torch::Tensor middle = torch::tensor({0.0f, 0.5f, 0.5f}).view({1, 3, 1});
  const torch::Tensor place = ((yuv_of(picture) + middle) * bins - 0.5).clamp(0, bins - 1);
  const torch::Tensor low = place.detach().floor().clamp_max(bins - 2), share = place - low;
  const torch::Tensor bin = low.to(torch::kLong);
  const torch::Tensor none = torch::zeros({picture.size(0), 3, bins});
  return none.scatter_add(2, bin, 1 - share).scatter_add(2, bin + 1, share) / double(place.size(2));
}

torch::Tensor near_ends(const torch::Tensor& picture) {
  return (torch::relu(0.02 - picture) + torch::relu(picture - 0.98)) / 0.02;
}

} // namespace

torch::Tensor style_distance(const torch::Tensor& a, const torch::Tensor& b) {
  return (sorted_yuv(a) - sorted_yuv(b)).abs().mean({1, 2});
}

torch::Tensor histogram_distance(const torch::Tensor& a, const torch::Tensor& b) {
  const torch::Tensor squares = (soft_histograms(a) - soft_histograms(b)).square().sum(2) + 1e-8;
  return 100 * squares.select(1, 0).sqrt() + 50 * squares.slice(1, 1).sum(1).sqrt();
}

torch::Tensor lost_tones(const torch::Tensor& picture, const torch::Tensor& before) {
  return torch::relu(near_ends(picture) - near_ends(before)).mean({1, 2, 3});
}

} // namespace penumbra
