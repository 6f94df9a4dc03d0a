#include "core/nn/torch/exposure_net.hpp"

#include "core/edit/fusion/exposure.hpp"
#include "core/nn/torch/tensors.hpp"

#include <torch/nn/functional.h>

namespace penumbra {

namespace F = torch::nn::functional;

namespace {

constexpr double slope = 0.2;

torch::Tensor leaky(const torch::Tensor& x) {
  return torch::leaky_relu(x, slope);
}

} // namespace

ExposureNetImpl::ExposureNetImpl(int channels, double dropout) : channels_(channels) {
  register_module("convolutions", convolutions_);
  int from = channels;
  for (const int to : {32, 64, 128, 256}) {
    convolutions_->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(from, to, 4).stride(2).padding(1)));
    from = to;
  }
  dropout_ = register_module("dropout", torch::nn::Dropout(dropout));
  features_ = register_module("features", torch::nn::Linear(256 * 4 * 4, 128));
  output_ = register_module("output", torch::nn::Linear(128, 1));
}

torch::Tensor ExposureNetImpl::forward(const torch::Tensor& input) {
  torch::Tensor x = input;
  for (const auto& convolution : *convolutions_) x = leaky(convolution->as<torch::nn::Conv2d>()->forward(x));
  return output_(leaky(features_(dropout_(x.flatten(1))))).squeeze(1);
}

torch::Tensor policy_ev(ExposureNet& policy, const torch::Tensor& state) {
  return most_ev * torch::tanh(policy->forward(state));
}

torch::Tensor critic_input(const torch::Tensor& picture) {
  const torch::Tensor red = picture.select(1, 0), green = picture.select(1, 1), blue = picture.select(1, 2);
  const torch::Tensor luminance = 0.27 * red + 0.67 * green + 0.06 * blue;
  const torch::Tensor mean = luminance.mean({1, 2}), contrast = luminance.var({1, 2}, false);
  const torch::Tensor most = picture.amax(1), least = picture.amin(1), sum = most + least;
  const torch::Tensor saturation = ((most - least) / (torch::minimum(sum, 2.0 - sum) + 1e-2)).mean({1, 2});
  const auto plane = [&](const torch::Tensor& value) {
    return value.view({-1, 1, 1, 1}).expand({picture.size(0), 1, picture.size(2), picture.size(3)});
  };
  return torch::cat({picture, plane(mean), plane(contrast), plane(saturation)}, 1);
}

void store(const ExposureNet& policy, TensorFile& file) {
  file.metadata["network"] = "exposure-policy";
  copy_parameters(*policy, file);
}

ExposureNet load_exposure_policy(const TensorFile& file) {
  ExposureNet policy(policy_channels);
  copy_parameters(file, *policy);
  policy->eval();
  return policy;
}

} // namespace penumbra
