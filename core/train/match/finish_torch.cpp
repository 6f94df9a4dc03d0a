// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/finish_torch.hpp"

#include "core/edit/finish/finish_kernel.hpp"
#include "core/error.hpp"
#include "core/train/run/photos.hpp"

#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {

namespace F = torch::nn::functional;

namespace {

torch::Tensor over(const torch::Tensor& column) { // [N] to [N,1,1,1]
  return column.view({-1, 1, 1, 1});
}

torch::Tensor weighted(const torch::Tensor& picture, double r, double g, double b) {
  return r * picture.slice(1, 0, 1) + g * picture.slice(1, 1, 2) + b * picture.slice(1, 2, 3);
}

torch::Tensor luma(const torch::Tensor& picture) {
  return weighted(picture, 0.299, 0.587, 0.114);
}

torch::Tensor light(const torch::Tensor& photo, const torch::Tensor& ev, const torch::Tensor& temperature,
                    const torch::Tensor& tint) {
  const torch::Tensor linear = srgb_to_linear(photo);
  const torch::Tensor gains =
      torch::exp(torch::stack({0.6 * temperature, -0.4 * tint, -0.6 * temperature}, 1)).view({-1, 3, 1, 1});
  const torch::Tensor balanced = linear * gains;
  const torch::Tensor scale =
      weighted(linear, 0.2126, 0.7152, 0.0722) / (weighted(balanced, 0.2126, 0.7152, 0.0722) + 1e-12);
  return linear_to_srgb(balanced * (scale * over(torch::exp2(ev))));
}

/// Both sides of 0 with a factor of their own.
torch::Tensor sides(const torch::Tensor& v, double below, double above) {
  return above * torch::relu(v) - below * torch::relu(-v);
}

torch::Tensor tone(torch::Tensor e, const torch::Tensor& contrast, const torch::Tensor& highlights,
                   const torch::Tensor& shadows, const torch::Tensor& blacks) {
  const torch::Tensor square = e.square();
  e = (e * torch::pow(1 + over(1.5 * torch::relu(-highlights)) * square.square(), -0.25)).clamp_max(1);
  e = e + over(0.9 * torch::relu(highlights)) * (1 - e) * e * e * e;
  torch::Tensor rest = 1 - e;
  e = e + over(sides(shadows, 0.9, 2.5)) * e * rest * rest * rest;
  e = e + over(contrast) * (e * e * (3 - 2 * e) - e);
  rest = 1 - e;
  return (e + over(sides(blacks, 0.15, 0.25)) * rest * rest * rest).clamp(0, 1);
}

torch::Tensor saturate(const torch::Tensor& e, const torch::Tensor& saturation) {
  const torch::Tensor y = luma(e), max = e.amax(1, true), min = e.amin(1, true);
  const torch::Tensor room = torch::minimum((1 - y) / (max - y + 1e-6), y / (y - min + 1e-6)).clamp_min(1);
  return (y + torch::minimum(over(1 + saturation), room) * (e - y)).clamp(0, 1);
}

torch::Tensor sharpened(const torch::Tensor& e, const torch::Tensor& sharpness, int full) {
  const SharpnessBlur blur({full, full});
  const int reach = int(blur.taps.size()) - 1;
  torch::Tensor taps = torch::empty({2 * reach + 1});
  for (int k = -reach; k <= reach; ++k)
    taps.data_ptr<float>()[k + reach] = blur.taps[std::size_t(std::abs(k))];
  const torch::Tensor y = luma(e).clamp(0, 1);
  torch::Tensor soft = F::pad(y, F::PadFuncOptions({reach, reach, reach, reach}).mode(torch::kReplicate));
  soft = F::conv2d(soft, taps.view({1, 1, 1, -1}));
  soft = F::conv2d(soft, taps.view({1, 1, -1, 1}));
  return (e + over(sides(sharpness, 1, 2)) * (y - soft)).clamp(0, 1);
}

/// HSV's value `v` becomes `wanted`, hue and saturation are kept; black becomes grey.
torch::Tensor with_value(const torch::Tensor& e, const torch::Tensor& v, const torch::Tensor& wanted) {
  const torch::Tensor inside = wanted.clamp(0, 1);
  return torch::where(v > 0, e * (inside / v.clamp_min(1e-8)), inside);
}

/// Nobody looks at the border of the picture, so it is kept.
torch::Tensor paper_sharpened(const torch::Tensor& e, const torch::Tensor& p) {
  torch::Tensor weights = torch::ones({3, 1, 3, 3});
  weights.select(2, 1).select(2, 1) = 5;
  const torch::Tensor inner = e.slice(2, 1, -1).slice(3, 1, -1);
  const torch::Tensor soft = F::conv2d(e, weights / 13, F::Conv2dFuncOptions().groups(3));
  const torch::Tensor sharp = (inner * p + soft * (1 - p)).clamp(0, 1);
  const torch::Tensor rows =
      torch::cat({e.slice(2, 1, -1).slice(3, 0, 1), sharp, e.slice(2, 1, -1).slice(3, -1)}, 3);
  return torch::cat({e.slice(2, 0, 1), rows, e.slice(2, -1)}, 2);
}

} // namespace

torch::Tensor paper_finish(const torch::Tensor& photo, const torch::Tensor& values, int) {
  const auto value = [&](int i) { return over(values.select(1, i)); };
  torch::Tensor e = (photo * torch::exp2(2 * value(0))).clamp(0, 1);
  e = (e * torch::exp(0.5 * values.slice(1, 1, 4)).view({-1, 3, 1, 1})).clamp(0, 1);
  const torch::Tensor grey = weighted(e, 0.2989, 0.587, 0.114);
  e = (grey + (1 + value(4)) * (e - grey)).clamp(0, 1);
  const torch::Tensor y = weighted(e, 0.27, 0.67, 0.06).clamp(1e-6, 1);
  e = (e * (1 + value(5) * (torch::sin(M_PI / 2 * y).square() / y - 1))).clamp(0, 1);
  torch::Tensor v = e.amax(1, true);
  e = with_value(e, v, 1 - (1 - v) * (1 - 13 * value(6) * torch::sigmoid(13 * (v - 1))));
  v = e.amax(1, true);
  e = with_value(e, v, v * (1 + 12 * value(7) * torch::sigmoid(-12 * v)));
  return paper_sharpened(e, 5 * (1 + value(8)));
}

TensorPipeline tensor_pipeline(const std::string& name) {
  if (name == "product") return finish;
  if (name == "paper") return paper_finish;
  throw Error("The pipeline of a tuner's training is \"product\" or \"paper\".");
}

const Pipeline& named_pipeline(const std::string& name) {
  return tensor_pipeline(name) == paper_finish ? paper_pipeline() : product_pipeline();
}

torch::Tensor finish(const torch::Tensor& photo, const torch::Tensor& values, int full) {
  const auto value = [&](int i) { return values.select(1, i); };
  torch::Tensor e = light(photo, 2 * value(0), value(1), value(2));
  e = tone(e, value(4), value(5), value(6), value(7));
  return sharpened(saturate(e, value(3)), value(8), full);
}

} // namespace penumbra
