// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/step_net.hpp"

#include "core/nn/torch/exposure_net.hpp"
#include "core/nn/torch/quantiles.hpp"
#include "core/nn/torch/tensors.hpp"

#include <torch/nn/init.h>

namespace penumbra {
namespace {

constexpr int channels[] = {16, 32, 64, 96}, inputs = 11;

torch::Tensor leaky(const torch::Tensor& x) {
  return torch::leaky_relu(x, 0.1);
}

torch::Tensor seen(const torch::Tensor& pictures) {
  return torch::adaptive_avg_pool2d(pictures, {step_side, step_side});
}

} // namespace

StepNetImpl::StepNetImpl() {
  register_module("places", places_);
  register_module("histogram", histogram_);
  int from = inputs;
  for (const int to : channels) {
    torch::nn::Conv2d made(torch::nn::Conv2dOptions(from, to, 3).padding(1));
    // He et al. 2015 (arXiv 1502.01852), as in exposure_map_net.cpp.
    torch::nn::init::kaiming_normal_(made->weight, 0.1, torch::kFanIn, torch::kLeakyReLU);
    torch::nn::init::zeros_(made->bias);
    places_->push_back(made);
    from = to;
  }
  histogram_->push_back(torch::nn::Linear(2 * picture_quantiles, 64));
  histogram_->push_back(torch::nn::Linear(64, 64));
  hidden_ = register_module("hidden", torch::nn::Linear(2 * from + 64, 64));
  out_ = register_module("out", torch::nn::Linear(64, 1));
}

torch::Tensor StepNetImpl::forward(const torch::Tensor& photo, const torch::Tensor& state) {
  const torch::Tensor first = seen(photo), now = seen(state);
  torch::Tensor x =
      torch::cat({first - 0.5, now - 0.5, now - first, log_luminance(first).unsqueeze(1) / 10 + 0.5,
                  log_luminance(now).unsqueeze(1) / 10 + 0.5},
                 1);
  for (std::size_t i = 0; i < places_->size(); ++i) {
    if (i > 0) x = torch::avg_pool2d(x, 2);
    x = leaky(places_[i]->as<torch::nn::Conv2d>()->forward(x));
  }
  torch::Tensor histogram = torch::cat({quantiles(first), quantiles(now)}, 1);
  for (const auto& step : *histogram_) histogram = leaky(step->as<torch::nn::Linear>()->forward(histogram));
  const torch::Tensor all = torch::cat({x.mean({2, 3}), x.amax({2, 3}), histogram}, 1);
  return out_(leaky(hidden_(all))).squeeze(1) * 10 + 20;
}

void store(const StepNet& net, TensorFile& file) {
  file.metadata["network"] = "steps";
  copy_parameters(*net, file);
}

StepNet load_step_net(const TensorFile& file) {
  StepNet net;
  copy_parameters(file, *net);
  net->eval();
  return net;
}

std::vector<double> expected_likeness(StepNet& net, const std::vector<Image>& states) {
  return guarded([&] {
    const torch::InferenceMode no_gradients;
    std::vector<torch::Tensor> all;
    for (const Image& state : states) all.push_back(seen(to_tensor(state)));
    if (all.empty()) return std::vector<double>();
    const torch::Tensor now = torch::cat(all), first = all.front().expand_as(now);
    const torch::Tensor found = net(first, now).to(torch::kDouble).contiguous();
    return std::vector<double>(found.data_ptr<double>(), found.data_ptr<double>() + found.numel());
  });
}

} // namespace penumbra
