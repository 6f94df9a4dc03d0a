// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/noise.hpp"

#include "core/nn/torch/pixel_net.hpp"
#include "core/train/run/photos.hpp"

#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

namespace F = torch::nn::functional;

double uniform(std::mt19937_64& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

/// Normal noise of unit deviation, blurred by a Gaussian of `smear` pixels.
torch::Tensor unit_noise(const torch::Tensor& like, double smear) {
  const torch::Tensor white = torch::randn_like(like);
  if (smear <= 0) return white;
  const torch::Tensor side = torch::exp(-torch::arange(-2, 3, torch::kFloat).square() / (2 * smear * smear));
  torch::Tensor kernel = side.unsqueeze(1) * side.unsqueeze(0);
  kernel = kernel / kernel.square().sum().sqrt(); // keeps the deviation
  const auto options = F::Conv2dFuncOptions().groups(like.size(1));
  return F::conv2d(F::pad(white, F::PadFuncOptions({2, 2, 2, 2}).mode(torch::kReflect)),
                   kernel.expand({like.size(1), 1, 5, 5}), options);
}

torch::Tensor box_mean(const torch::Tensor& x, int radius) {
  return F::avg_pool2d(
      x, F::AvgPool2dFuncOptions(2 * radius + 1).stride(1).padding(radius).count_include_pad(false));
}

/// d(encoded)/d(light) at an encoded value.
torch::Tensor slope_of_encoding(const torch::Tensor& light) {
  return torch::where(light <= 0.0031308, torch::full_like(light, 12.92),
                      1.055 / 2.4 * light.clamp_min(0.0031308).pow(1 / 2.4 - 1));
}

void camera_sample(const torch::Tensor& clean, double level, const NoiseModel& model, std::mt19937_64& random,
                   torch::Tensor noisy, torch::Tensor told) {
  CameraNoise camera;
  camera.ev = uniform(random, model.min_ev, model.max_ev);
  if (uniform(random, 0, 1) < model.correlated) camera.smear = uniform(random, 0.4, 0.8);
  const CameraDeviation deviation = set_camera_noise(clean, level, random, camera);
  noisy.copy_(brighten(dark_exposure(clean, camera), camera.ev));
  const double error = std::exp(uniform(random, -model.map_spread, model.map_spread));
  told.copy_((deviation.bright * error).clamp(0, 0.4));
}

} // namespace

CameraDeviation set_camera_noise(const torch::Tensor& clean, double level, std::mt19937_64& random,
                                 CameraNoise& camera) {
  camera.read = std::exp(uniform(random, std::log(0.02), std::log(0.5))); // in units of the shot noise
  const double gain = std::pow(2.0, camera.ev);
  const torch::Tensor light = srgb_to_linear(clean), dark = light / gain;
  // For a shot noise of 1; the mean after brightening is set to the level.
  const torch::Tensor deviation = (dark + camera.read * camera.read).sqrt();
  camera.shot = level / (gain * deviation * slope_of_encoding(light)).mean().item<double>();
  camera.read *= camera.shot;
  constexpr double rounding = 1 / (255.0 * 255.0 * 12.0);
  const torch::Tensor slope = slope_of_encoding(dark);
  const torch::Tensor encoded = ((camera.shot * deviation * slope).square() + rounding).sqrt();
  return {box_mean(encoded, 8), box_mean(encoded * gain * slope_of_encoding(light) / slope, 8)};
}

torch::Tensor dark_exposure(const torch::Tensor& clean, const CameraNoise& camera) {
  const torch::Tensor light = srgb_to_linear(clean) * std::pow(2.0, -camera.ev);
  const torch::Tensor deviation = (light * (camera.shot * camera.shot) + camera.read * camera.read).sqrt();
  const torch::Tensor taken = (light + deviation * unit_noise(light, camera.smear)).clamp(0, 1);
  return (linear_to_srgb(taken) * 255).round().div(255);
}

torch::Tensor brighten(const torch::Tensor& dark, double ev) {
  return linear_to_srgb((srgb_to_linear(dark) * std::pow(2.0, ev)).clamp(0, 1)).clamp(0, 1);
}

NoisyBatch add_noise(const torch::Tensor& clean, const NoiseModel& model, std::mt19937_64& random) {
  NoisyBatch batch{clean.clone(), torch::empty_like(clean), torch::empty_like(clean)};
  for (std::int64_t i = 0; i < clean.size(0); ++i) {
    torch::Tensor picture = batch.clean.slice(0, i, i + 1), noisy = batch.noisy.slice(0, i, i + 1),
                  told = batch.level.slice(0, i, i + 1);
    const double level = uniform(random, 0, model.max), kind = uniform(random, 0, 1);
    if (kind < model.camera) {
      camera_sample(picture, level, model, random, noisy, told);
      continue;
    }
    told.fill_(level);
    if (kind < model.camera + model.uneven) {
      const auto size = std::vector<std::int64_t>{picture.size(2), picture.size(3)};
      told.mul_(
          F::interpolate(torch::rand({1, 3, 3, 3}) * 2,
                         F::InterpolateFuncOptions().size(size).mode(torch::kBilinear).align_corners(true)));
      told.clamp_max_(1.5 * model.max);
    }
    if (uniform(random, 0, 1) < model.grey) {
      picture.copy_(luma601(picture).expand_as(picture));
      told.copy_(told.mean(1, true).expand_as(told));
      noisy.copy_(picture + told * torch::randn_like(picture.slice(1, 0, 1)));
    } else {
      noisy.copy_(picture + told * torch::randn_like(picture));
    }
  }
  return batch;
}

} // namespace penumbra
