// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/pixel_net.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <torch/nn/functional.h>

namespace penumbra {
namespace {

torch::nn::Conv2d dilated(int in, int out, int dilation) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).padding(dilation).dilation(dilation));
}

void grow_branch(torch::nn::ModuleList& layers, int width, int outputs) {
  layers->push_back(dilated(width, width, 3));
  layers->push_back(dilated(width, width, 2));
  layers->push_back(dilated(width, outputs, 1));
}

/// He et al. 2015. LibTorch's own start takes more than half of the signal away in every layer: after seven
/// of them nothing of the pixels is left beside the biases, and a policy learns one strength for the whole
/// picture. `last` is the scale of a branch's output.
void start_layers(const torch::nn::ModuleList& layers, double last) {
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < layers->size(); ++i) {
    auto& layer = *layers->ptr<torch::nn::Conv2dImpl>(i);
    torch::nn::init::kaiming_normal_(layer.weight, 0, torch::kFanIn, torch::kReLU);
    torch::nn::init::zeros_(layer.bias);
    if (i + 1 == layers->size()) layer.weight.mul_(last);
  }
}

torch::Tensor branch(const torch::nn::ModuleList& layers, torch::Tensor x) {
  for (std::size_t i = 0; i < layers->size(); ++i) {
    x = layers->ptr<torch::nn::Conv2dImpl>(i)->forward(x);
    if (i + 1 < layers->size()) x = torch::relu(x);
  }
  return x;
}

} // namespace

PixelNetImpl::PixelNetImpl(PixelNetShape shape) : shape_(shape) {
  const int w = shape.width;
  trunk_->push_back(dilated(3, w, 1));
  for (const int dilation : {2, 3, 4}) trunk_->push_back(dilated(w, w, dilation));
  grow_branch(policy_, w, shape.heads * shape.actions);
  grow_branch(value_, w, 1);
  start_layers(trunk_, 1), start_layers(policy_, 0.1), start_layers(value_, 0.1);
  register_module("trunk", trunk_);
  register_module("policy", policy_);
  register_module("value", value_);
  if (shape.context > 0) {
    describe_ = register_module("describe", torch::nn::Linear(shape.context, 64));
    inject_ = register_module("inject", torch::nn::Linear(64, 2 * w));
  }
  if (shape.place > 0) {
    place_->push_back(dilated(4, shape.place, 1));
    for (const int dilation : {2, 4}) place_->push_back(dilated(shape.place, shape.place, dilation));
    place_->push_back(dilated(shape.place, 2 * w, 1));
    start_layers(place_, 0); // a network without the branch that is given one decides as before
    register_module("place", place_);
  }
}

namespace {

constexpr int place_side = 16;

/// The state and the logarithm of its luma, squeezed: [N,4,16,16].
torch::Tensor squeezed(const torch::Tensor& state) {
  const torch::Tensor small = torch::adaptive_avg_pool2d(state, {place_side, place_side});
  return torch::cat({small, torch::log2(luma601(small).clamp_min(0) + 1.0 / 256) / 8 + 0.5}, 1);
}

} // namespace

torch::Tensor PixelNetImpl::features(const torch::Tensor& state, const torch::Tensor& context) {
  torch::Tensor early, late;
  if (shape_.context > 0) {
    const torch::Tensor both = inject_(torch::relu(describe_(context))).unsqueeze(-1).unsqueeze(-1);
    early = both.slice(1, 0, shape_.width);
    late = both.slice(1, shape_.width);
  }
  if (shape_.place > 0) {
    const torch::Tensor there = torch::nn::functional::interpolate(
        branch(place_, squeezed(state)), torch::nn::functional::InterpolateFuncOptions()
                                             .size(std::vector<std::int64_t>{state.size(2), state.size(3)})
                                             .mode(torch::kBilinear)
                                             .align_corners(false));
    const torch::Tensor first = there.slice(1, 0, shape_.width), second = there.slice(1, shape_.width);
    early = early.defined() ? early + first : first;
    late = late.defined() ? late + second : second;
  }
  torch::Tensor x = state;
  for (std::size_t i = 0; i < trunk_->size(); ++i) {
    x = trunk_->ptr<torch::nn::Conv2dImpl>(i)->forward(x);
    if (early.defined() && i == 0) x = x + early;
    if (late.defined() && i + 1 == trunk_->size()) x = x + late;
    x = torch::relu(x);
  }
  return x;
}

torch::Tensor PixelNetImpl::policy(const torch::Tensor& features) {
  const torch::Tensor logits = branch(policy_, features);
  return logits.view({logits.size(0), shape_.heads, shape_.actions, logits.size(2), logits.size(3)});
}

torch::Tensor PixelNetImpl::value(const torch::Tensor& features) {
  return branch(value_, features);
}

torch::Tensor luma601(const torch::Tensor& rgb) {
  return rgb.slice(1, 0, 1) * 0.299 + rgb.slice(1, 1, 2) * 0.587 + rgb.slice(1, 2, 3) * 0.114;
}

torch::Tensor describe_picture(const torch::Tensor& state) {
  constexpr int bins = 16;
  const torch::Tensor luma = luma601(state).flatten(1) * float(bins - 1); // [N,HW]
  std::vector<torch::Tensor> parts;
  for (int i = 0; i < bins; ++i) parts.push_back(torch::relu(1.0 - (luma - float(i)).abs()).mean(1, true));
  parts.push_back(state.flatten(2).mean(2));
  parts.push_back((luma / float(bins - 1)).std(1, false, true));
  return torch::cat(parts, 1);
}

torch::Tensor low_light_context(const torch::Tensor& state, const torch::Tensor& first_description) {
  return torch::cat({describe_picture(state), first_description}, 1).detach();
}

torch::Tensor expected_strength(const torch::Tensor& logits, const torch::Tensor& values) {
  return (torch::softmax(logits, 2) * values.view({1, 1, -1, 1, 1})).sum(2);
}

void store(const PixelNet& net, TensorFile& file) {
  const PixelNetShape& shape = net->shape();
  file.metadata["width"] = std::to_string(shape.width);
  file.metadata["actions"] = std::to_string(shape.actions);
  file.metadata["heads"] = std::to_string(shape.heads);
  file.metadata["context"] = std::to_string(shape.context);
  if (shape.place > 0) file.metadata["place"] = std::to_string(shape.place);
  copy_parameters(*net, file);
}

PixelNet load_pixel_net(const TensorFile& file) {
  const PixelNetShape shape{file.number("width"), file.number("actions"), file.number("heads"),
                            file.number("context"), file.metadata.count("place") ? file.number("place") : 0};
  if (shape.width < 1 || shape.width > 512 || shape.actions < 2 || shape.actions > 256 || shape.heads < 1 ||
      shape.heads > 8 || shape.context < 0 || shape.context > 512 || shape.place < 0 || shape.place > 512)
    throw Error("The weights describe a network of impossible shape.");
  PixelNet net(shape);
  copy_parameters(file, *net);
  net->eval();
  return net;
}

} // namespace penumbra
