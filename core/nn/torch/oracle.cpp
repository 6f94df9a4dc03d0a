// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/oracle.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/nima_vgg.hpp"
#include "core/nn/torch/rating_net.hpp"
#include "core/nn/torch/tensors.hpp"

#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>
#include <torch/utils.h>

namespace penumbra {

torch::Tensor mean_scores(const torch::Tensor& distribution) {
  return distribution.matmul(torch::arange(1, ratings + 1, distribution.options()));
}

double aesthetic_score(const Oracle& oracle, const Image& picture) {
  return guarded([&] { return mean_scores(oracle.distribution(to_tensor(picture))).item<double>(); });
}

std::unique_ptr<const Oracle> make_oracle(const TensorFile& weights) {
  return guarded([&]() -> std::unique_ptr<const Oracle> {
    if (is_rating_net(weights)) return rating_oracle(load_rating_net(weights));
    if (is_nima_vgg(weights)) return nima_vgg_oracle(weights);
    throw Error("The weights are of no oracle that Penumbra knows: neither its own nor NIMA on VGG-16 "
                "(tensors features.0.weight … features.28.weight, classifier.1.weight).");
  });
}

std::unique_ptr<const Oracle> load_oracle(const std::string& path) {
  return make_oracle(read_safetensors(path));
}

std::unique_ptr<const Oracle> find_oracle(const std::string& folder) {
  for (const ModelEntry& entry : list_models(folder))
    if (entry.id == "oracle") return make_oracle(load_model(folder, entry));
  return nullptr;
}

torch::Tensor reduce_to(const torch::Tensor& pictures, int long_side) {
  const std::int64_t height = pictures.size(2), width = pictures.size(3), side = std::max(height, width);
  if (side <= long_side) return pictures;
  const auto reduced = [&](std::int64_t length) {
    return std::max<std::int64_t>(1, std::llround(double(length) * long_side / double(side)));
  };
  return torch::nn::functional::adaptive_avg_pool2d(
      pictures, torch::nn::functional::AdaptiveAvgPool2dFuncOptions({reduced(height), reduced(width)}));
}

} // namespace penumbra
