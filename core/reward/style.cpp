#include "core/reward/style.hpp"

#include <torch/torch.h>

namespace penumbra {
namespace {

torch::Tensor sorted_yuv(const torch::Tensor& picture) {
  const torch::Tensor r = picture.select(1, 0), g = picture.select(1, 1), b = picture.select(1, 2);
  const torch::Tensor y = 0.299 * r + 0.587 * g + 0.114 * b;
  const torch::Tensor yuv = torch::stack({y, 0.564 * (b - y), 0.713 * (r - y)}, 1);
  return std::get<0>(yuv.flatten(2).sort(2));
}

torch::Tensor near_ends(const torch::Tensor& picture) {
  return (torch::relu(0.02 - picture) + torch::relu(picture - 0.98)) / 0.02;
}

} // namespace

torch::Tensor style_distance(const torch::Tensor& a, const torch::Tensor& b) {
  return (sorted_yuv(a) - sorted_yuv(b)).abs().mean({1, 2});
}

torch::Tensor lost_tones(const torch::Tensor& picture, const torch::Tensor& before) {
  return torch::relu(near_ends(picture) - near_ends(before)).mean({1, 2, 3});
}

} // namespace penumbra
