// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/rating_net.hpp"

#include "core/error.hpp"
#include "core/nn/torch/pixel_net.hpp"
#include "core/nn/torch/tensors.hpp"

#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

constexpr char kind[] = "rating-net";

torch::nn::Conv2d conv(int in, int out, int stride) {
  return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1));
}

constexpr std::int64_t smallest_side = 8; ///< describe_quality looks 4 pixels away

/// Repeats the pixels of what is narrower than `side`.
torch::Tensor at_least(const torch::Tensor& pictures, std::int64_t side) {
  if (pictures.size(2) >= side && pictures.size(3) >= side) return pictures;
  return torch::upsample_nearest2d(pictures,
                                   {std::max(side, pictures.size(2)), std::max(side, pictures.size(3))});
}

class RatingOracle : public Oracle {
 public:
  explicit RatingOracle(RatingNet net) : net_(std::move(net)) {
    net_->eval();
    for (torch::Tensor& parameter : net_->parameters()) parameter.set_requires_grad(false);
  }
  torch::Tensor distribution(const torch::Tensor& pictures) const override {
    // forward() is not const in LibTorch, but changes nothing in evaluation mode.
    RatingNet net = net_;
    return torch::softmax(net->forward(at_least(reduce_to(pictures, net->shape().side), smallest_side)), 1);
  }

 private:
  RatingNet net_;
};

int bounded_number(const TensorFile& file, const std::string& key, int min, int max) {
  const int value = file.number(key);
  if (value < min || value > max)
    throw Error("The weights describe a network of impossible shape: \"" + key + "\" is " +
                std::to_string(value) + ".");
  return value;
}

} // namespace

RatingNetImpl::RatingNetImpl(RatingNetShape shape) : shape_(shape) {
  const int w = shape.width, w2 = 3 * w / 2, w3 = 2 * w, w4 = 3 * w;
  places_->push_back(torch::nn::Conv2d(torch::nn::Conv2dOptions(3, w, 6).stride(4).padding(1)));
  places_->push_back(conv(w, w2, 2));
  places_->push_back(conv(w2, w2, 1));
  places_->push_back(conv(w2, w2, 1));
  places_->push_back(conv(w2, w3, 2));
  places_->push_back(conv(w3, w3, 1));
  places_->push_back(conv(w3, w3, 1));
  places_->push_back(conv(w3, w4, 2));
  register_module("places", places_);
  statistics_ = register_module("statistics", torch::nn::Linear(picture_statistics, 64));
  hidden_ = register_module("hidden", torch::nn::Linear(2 * w4 + 64, 64));
  out_ = register_module("out", torch::nn::Linear(64, ratings));
}

torch::Tensor RatingNetImpl::forward(const torch::Tensor& pictures) {
  const auto layer = [&](std::size_t i, const torch::Tensor& x) {
    return places_->ptr<torch::nn::Conv2dImpl>(i)->forward(x);
  };
  const auto residual = [&](std::size_t i, const torch::Tensor& x) {
    return torch::relu(x + layer(i + 1, torch::relu(layer(i, x))));
  };
  torch::Tensor x = torch::relu(layer(0, pictures * 4 - 2));
  x = residual(2, torch::relu(layer(1, x)));
  x = residual(5, torch::relu(layer(4, x)));
  x = torch::relu(layer(7, x)).flatten(2);
  const torch::Tensor deviation = (x.var(2, false) + 1e-5).sqrt();
  const torch::Tensor described = torch::relu(statistics_(describe_quality(pictures)));
  const torch::Tensor hidden = torch::relu(hidden_(torch::cat({x.mean(2), deviation, described}, 1)));
  return out_(torch::dropout(hidden, 0.3, is_training()));
}

torch::Tensor describe_quality(const torch::Tensor& pictures) {
  const torch::Tensor luma = luma601(pictures);
  const torch::Tensor max = std::get<0>(pictures.max(1)).flatten(1),
                      min = std::get<0>(pictures.min(1)).flatten(1);
  const torch::Tensor saturation = (max - min) * 7.0;
  std::vector<torch::Tensor> parts{describe_picture(pictures)};
  for (int i = 0; i < 8; ++i) parts.push_back(torch::relu(1.0 - (saturation - i).abs()).mean(1, true));
  parts.push_back(torch::relu(1.0 - min / 0.02).mean(1, true));
  parts.push_back(torch::relu(1.0 - (1.0 - max) / 0.02).mean(1, true));
  for (const int step : {1, 2, 4})
    for (const int side : {2, 3}) {
      const std::int64_t length = luma.size(side);
      const torch::Tensor difference = luma.slice(side, step, length) - luma.slice(side, 0, length - step);
      // From -1 for perfectly flat to about 1.
      parts.push_back((difference.abs().flatten(1).mean(1, true) + 1e-3).log() * 0.4 + 1.8);
    }
  return torch::cat(parts, 1);
}

void store(const RatingNet& net, TensorFile& file) {
  file.metadata["kind"] = kind;
  file.metadata["width"] = std::to_string(net->shape().width);
  file.metadata["side"] = std::to_string(net->shape().side);
  copy_parameters(*net, file);
}

bool is_rating_net(const TensorFile& file) {
  const auto found = file.metadata.find("kind");
  return found != file.metadata.end() && found->second == kind;
}

RatingNet load_rating_net(const TensorFile& file) {
  RatingNet net(
      RatingNetShape{bounded_number(file, "width", 2, 256), bounded_number(file, "side", 16, 1024)});
  copy_parameters(file, *net);
  net->eval();
  return net;
}

std::unique_ptr<const Oracle> rating_oracle(RatingNet net) {
  return std::make_unique<RatingOracle>(std::move(net));
}

} // namespace penumbra
