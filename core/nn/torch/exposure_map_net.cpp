// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/exposure_map_net.hpp"

#include "core/edit/fusion/exposure.hpp"
#include "core/nn/torch/exposure_net.hpp"
#include "core/nn/torch/quantiles.hpp"
#include "core/nn/torch/tensors.hpp"

#include <torch/nn/init.h>
#include <vector>

namespace penumbra {
namespace {

constexpr int channels[] = {16, 32, 64, 96, 96}, levels = 5, of_histogram = 32;

torch::Tensor leaky(const torch::Tensor& x) {
  return torch::leaky_relu(x, 0.1);
}

torch::nn::Conv2d convolution(int from, int to) {
  torch::nn::Conv2d made(torch::nn::Conv2dOptions(from, to, 3).padding(1));
  // He et al. 2015: by LibTorch's own start the signal fades over ten layers, and nothing is learnt for long.
  torch::nn::init::kaiming_normal_(made->weight, 0.1, torch::kFanIn, torch::kLeakyReLU);
  torch::nn::init::zeros_(made->bias);
  return made;
}

torch::Tensor doubled(const torch::Tensor& x) {
  return torch::upsample_bilinear2d(x, {2 * x.size(2), 2 * x.size(3)}, false);
}

} // namespace

ExposureMapNetImpl::ExposureMapNetImpl() {
  register_module("down", down_);
  register_module("up", up_);
  int from = 4;
  for (const int to : channels) down_->push_back(convolution(from, to)), from = to;
  register_module("histogram", histogram_);
  histogram_->push_back(torch::nn::Linear(picture_quantiles, 64));
  histogram_->push_back(torch::nn::Linear(64, of_histogram));
  const int of_whole = 2 * from + of_histogram;
  whole_ = register_module("whole", torch::nn::Linear(of_whole, from));
  gate_ = register_module("gate", torch::nn::Linear(of_whole, 1));
  shoulder_ = register_module("shoulder", torch::nn::Linear(of_whole, 1));
  all_places_ = register_module("all_places", torch::nn::Linear(of_whole, 1));
  for (int level = levels - 1; level-- > 0;) {
    up_->push_back(convolution(from + channels[level], channels[level]));
    from = channels[level];
  }
  output_ = register_module("output", convolution(from, 1));
  const torch::NoGradGuard constant; // it begins by leaving pictures nearly alone, its gate open
  output_->weight.mul_(0.05), gate_->bias.fill_(1), shoulder_->weight.mul_(0.1),
      all_places_->weight.mul_(0.1);
}

ExposureMap ExposureMapNetImpl::forward(const torch::Tensor& picture) {
  torch::Tensor x = torch::cat({picture - 0.5, log_luminance(picture).unsqueeze(1) / 10 + 0.5}, 1);
  std::vector<torch::Tensor> kept;
  for (const auto& step : *down_) {
    if (!kept.empty()) x = torch::avg_pool2d(x, 2);
    x = leaky(step->as<torch::nn::Conv2d>()->forward(x));
    kept.push_back(x);
  }
  torch::Tensor histogram = quantiles(picture);
  for (const auto& step : *histogram_) histogram = leaky(step->as<torch::nn::Linear>()->forward(histogram));
  const torch::Tensor all = torch::cat({x.mean({2, 3}), x.amax({2, 3}), histogram}, 1);
  x = x + whole_(all).unsqueeze(2).unsqueeze(3);
  for (int i = 0; i < levels - 1; ++i) {
    const torch::Tensor same_size = kept[std::size_t(levels - 2 - i)];
    x = leaky(up_[std::size_t(i)]->as<torch::nn::Conv2d>()->forward(torch::cat({doubled(x), same_size}, 1)));
  }
  const torch::Tensor sum = output_(x).squeeze(1) + all_places_(all).unsqueeze(2);
  return {max_ev * torch::tanh(0.4 * sum) * torch::sigmoid(gate_(all)).unsqueeze(2),
          torch::sigmoid(shoulder_(all)).squeeze(1)};
}

void store(const ExposureMapNet& policy, TensorFile& file) {
  file.metadata["network"] = exposure_map_network;
  copy_parameters(*policy, file);
}

ExposureMapNet load_exposure_map_policy(const TensorFile& file) {
  ExposureMapNet policy;
  copy_parameters(file, *policy);
  policy->eval();
  return policy;
}

} // namespace penumbra
