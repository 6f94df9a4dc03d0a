// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/tensors.hpp"

#include <cstring>
#include <torch/nn/module.h>

namespace penumbra {

torch::Tensor to_tensor(const Image& image) {
  if (image.channels != 3) throw Error("A network needs an RGB picture.");
  return torch::from_blob(const_cast<float*>(image.pixels.data()), {1, image.height, image.width, 3},
                          torch::kFloat)
      .permute({0, 3, 1, 2})
      .contiguous();
}

Image to_image(const torch::Tensor& tensor, Encoding encoding) {
  const torch::Tensor rows = tensor.squeeze(0).permute({1, 2, 0}).contiguous().to(torch::kFloat);
  Image image(int(rows.size(1)), int(rows.size(0)), int(rows.size(2)), encoding);
  std::memcpy(image.pixels.data(), rows.data_ptr<float>(), image.pixels.size() * sizeof(float));
  return image;
}

Tensor to_plain(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
  Tensor plain;
  plain.shape.assign(flat.sizes().begin(), flat.sizes().end());
  plain.values.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  return plain;
}

torch::Tensor from_plain(const Tensor& tensor) {
  return torch::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, torch::kFloat).clone();
}

void copy_parameters(const torch::nn::Module& from, TensorFile& to, const std::string& prefix) {
  for (const auto& parameter : from.named_parameters())
    to.tensors[prefix + parameter.key()] = to_plain(parameter.value());
}

void copy_parameters(const TensorFile& from, torch::nn::Module& to, const std::string& prefix) {
  const torch::NoGradGuard no_grad;
  for (auto& parameter : to.named_parameters()) {
    const auto sizes = parameter.value().sizes();
    parameter.value().copy_(from_plain(from.get(prefix + parameter.key(), {sizes.begin(), sizes.end()})));
  }
}

} // namespace penumbra
