// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/exposure_net.hpp"

#include "core/edit/fusion/exposure.hpp"
#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {

namespace F = torch::nn::functional;

namespace {

constexpr double slope = 0.2;

torch::Tensor leaky(const torch::Tensor& x) {
  return torch::leaky_relu(x, slope);
}

} // namespace

ExposureNetImpl::ExposureNetImpl(int channels, double dropout, int facts)
    : channels_(channels), facts_(facts) {
  register_module("convolutions", convolutions_);
  int from = channels;
  for (const int to : {32, 64, 128, 256}) {
    convolutions_->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(from, to, 4).stride(2).padding(1)));
    from = to;
  }
  dropout_ = register_module("dropout", torch::nn::Dropout(dropout));
  features_ = register_module("features", torch::nn::Linear(256 * 4 * 4 + facts, 128));
  output_ = register_module("output", torch::nn::Linear(128, 1));
}

torch::Tensor ExposureNetImpl::forward(const torch::Tensor& input, const torch::Tensor& facts) {
  torch::Tensor x = input;
  for (const auto& convolution : *convolutions_) x = leaky(convolution->as<torch::nn::Conv2d>()->forward(x));
  x = dropout_(x.flatten(1));
  if (facts_ > 0) x = torch::cat({x, facts}, 1);
  return output_(leaky(features_(x))).squeeze(1);
}

torch::Tensor log_luminance(const torch::Tensor& picture) {
  const torch::Tensor linear =
      torch::where(picture <= 0.04045, picture / 12.92, ((picture.clamp_min(0) + 0.055) / 1.055).pow(2.4));
  return torch::log2(0.2126 * linear.select(1, 0) + 0.7152 * linear.select(1, 1) +
                     0.0722 * linear.select(1, 2) + std::exp2(-10.0));
}

torch::Tensor segment_facts(const torch::Tensor& state) {
  const auto log_light = [](const torch::Tensor& picture) { // [N,3,H,W] -> [N,HW]
    return log_luminance(picture).flatten(1) / 10;
  };
  const torch::Tensor part = state.slice(1, 0, 3), input = state.slice(1, 6, 9);
  const torch::Tensor inside = (part.amax(1) > 0).to(state.scalar_type()).flatten(1); // [N,HW]
  const torch::Tensor area = inside.sum(1, true).clamp_min(1);
  const torch::Tensor light = log_light(input), within = (light * inside).sum(1, true) / area;
  const torch::Tensor spread = ((light - within).square() * inside).sum(1, true).div(area).add(1e-8).sqrt();
  const torch::Tensor clipped = (input.amax(1) >= 0.98).to(state.scalar_type()).flatten(1);
  const torch::Tensor sorted = std::get<0>(light.sort(1));
  const auto pixels = sorted.size(1);
  std::vector<torch::Tensor> facts{within,
                                   spread,
                                   inside.mean(1, true),
                                   (clipped * inside).sum(1, true) / area,
                                   log_light(state.slice(1, 3, 6)).mean(1, true),
                                   light.mean(1, true),
                                   light.std(1, false, true)};
  for (const double share : {0.05, 0.25, 0.5, 0.75, 0.95}) {
    const auto at = std::int64_t(share * double(pixels - 1));
    facts.push_back(sorted.slice(1, at, at + 1));
  }
  facts.push_back(clipped.mean(1, true));
  return torch::cat(facts, 1);
}

torch::Tensor policy_ev(ExposureNet& policy, const torch::Tensor& state) {
  return max_policy_ev *
         torch::tanh(policy->forward(state, policy->facts() > 0 ? segment_facts(state) : torch::Tensor()));
}

torch::Tensor critic_input(const torch::Tensor& picture) {
  const torch::Tensor red = picture.select(1, 0), green = picture.select(1, 1), blue = picture.select(1, 2);
  const torch::Tensor luminance = 0.27 * red + 0.67 * green + 0.06 * blue;
  const torch::Tensor mean = luminance.mean({1, 2}), contrast = luminance.var({1, 2}, false);
  const torch::Tensor max = picture.amax(1), min = picture.amin(1), sum = max + min;
  const torch::Tensor saturation = ((max - min) / (torch::minimum(sum, 2.0 - sum) + 1e-2)).mean({1, 2});
  const auto plane = [&](const torch::Tensor& value) {
    return value.view({-1, 1, 1, 1}).expand({picture.size(0), 1, picture.size(2), picture.size(3)});
  };
  return torch::cat({picture, plane(mean), plane(contrast), plane(saturation)}, 1);
}

void store(const ExposureNet& policy, TensorFile& file) {
  file.metadata["network"] = "exposure-policy";
  if (policy->facts() > 0) file.metadata["facts"] = std::to_string(policy->facts());
  copy_parameters(*policy, file);
}

ExposureNet load_exposure_policy(const TensorFile& file) {
  const int facts = file.metadata.count("facts") ? file.number("facts") : 0;
  if (facts != 0 && facts != segment_facts_count)
    throw Error("The weights describe an exposure policy of unknown shape.");
  ExposureNet policy(policy_channels, 0.5, facts);
  copy_parameters(file, *policy);
  policy->eval();
  return policy;
}

} // namespace penumbra
