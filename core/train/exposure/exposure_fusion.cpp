// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/exposure/exposure_fusion.hpp"

#include "core/train/run/photos.hpp"

#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

namespace F = torch::nn::functional;

torch::Tensor mirrored(const torch::Tensor& x, std::int64_t dimension) { // two more at either end
  const auto n = x.size(dimension);
  const auto at = [&](std::int64_t i) { return x.narrow(dimension, i, 1); };
  return torch::cat({at(2), at(1), x, at(n - 2), at(n - 3)}, dimension);
}

// Burt and Adelson's kernel (1 4 6 4 1) / 16 along one dimension of even size, as sums of shifted copies: several
// times as fast as a convolution of one channel. Borders as in cv::pyrDown and cv::pyrUp.
torch::Tensor halved(const torch::Tensor& x, std::int64_t dimension) {
  const torch::Tensor wide = mirrored(x, dimension);
  const auto n = x.size(dimension);
  const auto from = [&](std::int64_t shift) { return wide.slice(dimension, shift, shift + n, 2); };
  return (from(0) + from(4)) * (1.0 / 16) + (from(1) + from(3)) * 0.25 + from(2) * 0.375;
}
torch::Tensor doubled(const torch::Tensor& x, std::int64_t dimension) {
  const auto n = x.size(dimension);
  const auto part = [&](std::int64_t from, std::int64_t length) { return x.narrow(dimension, from, length); };
  const torch::Tensor before = torch::cat({part(1, 1), part(0, n - 1)}, dimension),
                      after = torch::cat({part(1, n - 1), part(n - 1, 1)}, dimension);
  return torch::stack({(before + after) * 0.125 + x * 0.75, (x + after) * 0.5}, dimension + 1)
      .flatten(dimension, dimension + 1);
}

// Both take and give [B,1,H,W].
torch::Tensor down(const torch::Tensor& x) {
  return halved(halved(x, 2), 3);
}
torch::Tensor up(const torch::Tensor& x) {
  return doubled(doubled(x, 2), 3);
}

/// Products of powers that are defined for 0: base^exponent.
torch::Tensor raised(const torch::Tensor& base, double exponent) {
  if (exponent == 1) return base;
  return (base + 1e-8).pow(exponent);
}

/// Weights of eq. 30 of pictures [N,K,3,H,W], without normalisation: [N,K,H,W].
torch::Tensor weights_of(const torch::Tensor& pictures, const FusionWeights& weights) {
  const auto n = pictures.size(0), k = pictures.size(1), h = pictures.size(3), w = pictures.size(4);
  const torch::Tensor red = pictures.select(2, 0), green = pictures.select(2, 1),
                      blue = pictures.select(2, 2);
  torch::Tensor result =
      torch::exp(-12.5 * weights.exposedness * (pictures - 0.5).square().sum(2)); // 1 / (2 * 0.2^2)
  if (weights.contrast != 0) {
    const torch::Tensor grey = (0.299 * red + 0.587 * green + 0.114 * blue).reshape({n * k, 1, h, w});
    const torch::Tensor laplacian =
        torch::tensor({0.0f, 1.0f, 0.0f, 1.0f, -4.0f, 1.0f, 0.0f, 1.0f, 0.0f}).view({1, 1, 3, 3});
    const torch::Tensor contrast =
        torch::conv2d(F::pad(grey, F::PadFuncOptions({1, 1, 1, 1}).mode(torch::kReflect)), laplacian)
            .abs()
            .view({n, k, h, w});
    result = result * raised(contrast, weights.contrast);
  }
  if (weights.saturation != 0) {
    const torch::Tensor mean = pictures.mean(2, true);
    const torch::Tensor saturation = ((pictures - mean).square().sum(2) + 1e-10).sqrt();
    result = result * raised(saturation, weights.saturation);
  }
  return result + 1e-12;
}

} // namespace

torch::Tensor expose(const torch::Tensor& pictures, const torch::Tensor& ev, const torch::Tensor& shoulder) {
  const torch::Tensor gain = torch::exp2(ev.dim() == 3 ? ev.unsqueeze(1) : ev.view({-1, 1, 1, 1}));
  torch::Tensor light = srgb_to_linear(pictures);
  light = shoulder.defined() ? light * gain / (1 + shoulder.view({-1, 1, 1, 1}) * (gain - 1) * light)
                             : light * gain;
  return linear_to_srgb(light.clamp(0, 1));
}

torch::Tensor fuse(const torch::Tensor& input, const torch::Tensor& ev, const torch::Tensor& masks,
                   const torch::Tensor& on, const FusionWeights& weights, const torch::Tensor& shoulder) {
  const auto n = input.size(0), k = ev.size(1), h = input.size(2), w = input.size(3);
  const torch::Tensor copies = input.unsqueeze(1).expand({n, k, 3, h, w}).reshape({n * k, 3, h, w});
  const torch::Tensor held = shoulder.defined() ? shoulder.repeat_interleave(k) : torch::Tensor();
  const torch::Tensor pictures =
      torch::cat({input.unsqueeze(1), expose(copies, ev.reshape({-1}), held).view({n, k, 3, h, w})}, 1);
  const double locality = weights.locality;
  const torch::Tensor place = torch::cat({torch::full({n, 1, h, w}, 1 - locality * (1 - weights.input)),
                                          (1 - locality + locality * masks) * on.view({n, k, 1, 1})},
                                         1);
  torch::Tensor weight = weights_of(pictures, weights) * place;
  weight = weight / (weight.sum(1, true) + 1e-18);

  const int levels = std::max(0, int(std::log2(double(std::min(h, w)) / weights.coarsest)));
  std::vector<torch::Tensor> blended; // [N,3,…] of each level
  torch::Tensor colour = pictures.reshape({n * (k + 1) * 3, 1, h, w}),
                share = weight.reshape({n * (k + 1), 1, h, w});
  for (int level = 0; level <= levels; ++level) {
    const auto rows = colour.size(2), columns = colour.size(3);
    const torch::Tensor next = level < levels ? down(colour) : torch::Tensor();
    const torch::Tensor detail = level < levels ? colour - up(next) : colour;
    blended.push_back(
        (detail.view({n, k + 1, 3, rows, columns}) * share.view({n, k + 1, 1, rows, columns})).sum(1));
    if (level == levels) break;
    colour = next;
    share = down(share);
  }
  torch::Tensor result = blended.back();
  for (int level = levels; level-- > 0;) {
    const auto rows = result.size(2), columns = result.size(3);
    result = up(result.reshape({n * 3, 1, rows, columns})).view({n, 3, 2 * rows, 2 * columns}) +
             blended[std::size_t(level)];
  }
  return result.clamp(0, 1);
}

} // namespace penumbra
