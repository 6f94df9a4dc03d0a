// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/style_net.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"

#include <vector>

namespace penumbra {

namespace nn = torch::nn;

namespace {

constexpr const char* kind = "style-net";

nn::Conv2d convolution(int from, int to, int kernel, int stride) {
  return nn::Conv2d(nn::Conv2dOptions(from, to, kernel).stride(stride));
}

std::int64_t bounded_number(const TensorFile& file, const std::string& key) {
  const int value = file.number(key);
  if (value < 1 || value > 256)
    throw Error("The weights describe a network of impossible shape: \"" + key + "\" is " +
                std::to_string(value) + ".");
  return value;
}

std::string name_of_group(std::size_t i) {
  return "coordinates" + std::to_string(i + 1);
}

} // namespace

StyleNetImpl::StyleNetImpl(StyleNetShape shape) : shape_(shape) {
  const int w = shape.width;
  places_->push_back(convolution(3, w, 5, 2));
  places_->push_back(convolution(w, w, 3, 1));
  places_->push_back(convolution(w, 2 * w, 3, 2));
  places_->push_back(convolution(2 * w, 2 * w, 3, 1));
  places_->push_back(convolution(2 * w, 4 * w, 3, 2));
  register_module("places", places_);
  last_ = register_module("last", nn::Linear(14 * w, shape.all()));
}

torch::Tensor StyleNetImpl::forward(const torch::Tensor& pictures) {
  if (pictures.size(2) < smallest_style_side || pictures.size(3) < smallest_style_side)
    throw Error("The style net needs pictures of " + std::to_string(smallest_style_side) +
                " pixels a side at least.");
  std::vector<torch::Tensor> means, squares;
  torch::Tensor x = pictures * 4 - 2;
  for (std::size_t i = 0; i < places_->size(); ++i) {
    x = torch::relu(places_->ptr<nn::Conv2dImpl>(i)->forward(x));
    if (i % 2 == 0 && i < 4) continue;
    const torch::Tensor flat = x.flatten(2);
    means.push_back(flat.mean(2));
    squares.push_back(0.5 * flat.square().mean(2));
  }
  means.insert(means.end(), squares.begin(), squares.end());
  return last_(torch::cat(means, 1));
}

torch::Tensor style_net_distance(const StyleNetShape& shape, const torch::Tensor& a, const torch::Tensor& b) {
  const auto& c = shape.coordinates;
  torch::Tensor sum;
  std::int64_t from = 0;
  for (const std::int64_t size : c) {
    const torch::Tensor difference = a.slice(-1, from, from + size) - b.slice(-1, from, from + size);
    const torch::Tensor distance = (difference.square().sum(-1) + 1e-8).sqrt();
    sum = sum.defined() ? sum + distance : distance;
    from += size;
  }
  return sum;
}

void store(const StyleNet& net, TensorFile& file) {
  file.metadata["kind"] = kind;
  file.metadata["width"] = std::to_string(net->shape().width);
  for (std::size_t i = 0; i < 3; ++i)
    file.metadata[name_of_group(i)] = std::to_string(net->shape().coordinates[i]);
  copy_parameters(*net, file);
}

StyleNet load_style_net(const TensorFile& file) {
  const auto found = file.metadata.find("kind");
  if (found == file.metadata.end() || found->second != kind) throw Error("The weights are of no style net.");
  StyleNetShape shape;
  shape.width = int(bounded_number(file, "width"));
  for (std::size_t i = 0; i < 3; ++i) shape.coordinates[i] = bounded_number(file, name_of_group(i));
  StyleNet net(shape);
  copy_parameters(file, *net);
  net->eval();
  for (torch::Tensor& parameter : net->parameters()) parameter.set_requires_grad(false);
  return net;
}

} // namespace penumbra
