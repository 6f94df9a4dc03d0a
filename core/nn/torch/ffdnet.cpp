// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/ffdnet.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

namespace F = torch::nn::functional;

constexpr int noise_channels = 3, picture_channels = 12;

int inputs_of(int layer, const FfdNetShape& shape) {
  return layer == 0 ? noise_channels + picture_channels : shape.width;
}
int outputs_of(int layer, const FfdNetShape& shape) {
  return layer + 1 == shape.layers ? picture_channels : shape.width;
}

void check(const FfdNetShape& shape) {
  if (shape.width < 1 || shape.width > 512 || shape.layers < 2 || shape.layers > 64)
    throw Error("The weights describe a denoiser of impossible shape.");
}

std::string published_name(int index, const char* what) {
  return "net." + std::to_string(index) + "." + what;
}

/// Shape of published weights, whose convolutions are net.0, net.2, net.5, net.8 … (ReLU and batch norm lie
/// between).
FfdNetShape published_shape(const TensorFile& file) {
  FfdNetShape shape{0, 1};
  shape.width = int(file.tensors.at(published_name(0, "weight")).shape.at(0));
  for (int index = 2; file.tensors.contains(published_name(index, "weight")); index += 3) ++shape.layers;
  check(shape);
  return shape;
}

/// w' = w g / sqrt(v + eps), b' = b - m g / sqrt(v + eps): a batch norm at inference, put into the
/// convolution before it.
TensorFile fold_batch_norm(const TensorFile& file, const FfdNetShape& shape) {
  TensorFile folded;
  for (int layer = 0; layer < shape.layers; ++layer) {
    const int index = layer == 0 ? 0 : 3 * layer - 1;
    const std::int64_t in = inputs_of(layer, shape), out = outputs_of(layer, shape);
    Tensor weight = file.get(published_name(index, "weight"), {out, in, 3, 3});
    Tensor bias{{out}, std::vector<float>(std::size_t(out))};
    if (layer > 0 && layer + 1 < shape.layers) {
      const auto norm = [&](const char* what) -> const Tensor& {
        return file.get(published_name(index + 1, what), {out});
      };
      const Tensor &gain = norm("weight"), &offset = norm("bias"), &mean = norm("running_mean"),
                   &variance = norm("running_var");
      for (std::size_t o = 0; o < std::size_t(out); ++o) {
        const float scale = gain.values[o] / std::sqrt(variance.values[o] + 1e-5f);
        for (std::size_t i = 0; i < std::size_t(in) * 9; ++i)
          weight.values[o * std::size_t(in) * 9 + i] *= scale;
        bias.values[o] = offset.values[o] - mean.values[o] * scale;
      }
    }
    const std::string name = "convolutions." + std::to_string(layer);
    folded.tensors[name + ".weight"] = std::move(weight);
    folded.tensors[name + ".bias"] = std::move(bias);
  }
  return folded;
}

} // namespace

FfdNetImpl::FfdNetImpl(FfdNetShape shape) : shape_(shape) {
  for (int layer = 0; layer < shape.layers; ++layer) {
    torch::nn::Conv2d convolution(
        torch::nn::Conv2dOptions(inputs_of(layer, shape), outputs_of(layer, shape), 3).padding(1));
    const torch::NoGradGuard no_grad;
    torch::nn::init::kaiming_normal_(convolution->weight, 0, torch::kFanIn, torch::kReLU);
    if (layer + 1 == shape.layers) convolution->weight.mul_(0.1);
    convolution->bias.zero_();
    convolutions_->push_back(convolution);
  }
  register_module("convolutions", convolutions_);
}

torch::Tensor FfdNetImpl::forward(const torch::Tensor& picture, const torch::Tensor& level) {
  torch::Tensor x = torch::cat({level, torch::pixel_unshuffle(picture, 2)}, 1);
  for (std::size_t i = 0; i < convolutions_->size(); ++i) {
    x = convolutions_->ptr<torch::nn::Conv2dImpl>(i)->forward(x);
    if (i + 1 < convolutions_->size()) x = torch::relu_(x);
  }
  return torch::pixel_shuffle(x, 2);
}

torch::Tensor denoise(FfdNet& net, const torch::Tensor& picture, const torch::Tensor& level) {
  const std::int64_t height = picture.size(2), width = picture.size(3);
  torch::Tensor even = picture;
  if (height % 2 || width % 2)
    even = F::pad(picture, F::PadFuncOptions({0, width % 2, 0, height % 2}).mode(torch::kReplicate));
  const std::vector<std::int64_t> half{even.size(2) / 2, even.size(3) / 2};
  torch::Tensor map = level.expand({picture.size(0), noise_channels, level.size(2), level.size(3)});
  if (level.numel() == 1)
    map = map.expand({-1, -1, half[0], half[1]});
  else if (level.size(2) != half[0] || level.size(3) != half[1])
    map = F::interpolate(map,
                         F::InterpolateFuncOptions().size(half).mode(torch::kBilinear).align_corners(false));
  return (even - net->forward(even, map)).slice(2, 0, height).slice(3, 0, width);
}

void store(const FfdNet& net, TensorFile& file) {
  file.metadata["width"] = std::to_string(net->shape().width);
  file.metadata["layers"] = std::to_string(net->shape().layers);
  copy_parameters(*net, file);
}

FfdNet load_ffdnet(const TensorFile& file) {
  const bool published = file.tensors.contains(published_name(0, "weight"));
  FfdNetShape shape;
  if (published) {
    shape = published_shape(file);
  } else {
    shape = {file.number("width"), file.number("layers")};
    check(shape);
  }
  FfdNet net(shape);
  copy_parameters(published ? fold_batch_norm(file, shape) : file, *net);
  net->eval();
  return net;
}

} // namespace penumbra
