// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/adam.hpp"

#include "core/nn/torch/tensors.hpp"

#include <cmath>

namespace penumbra {

Adam::Adam(torch::nn::Module& module, double beta1, double beta2) : Adam(module.parameters(), beta1, beta2) {}

Adam::Adam(std::vector<torch::Tensor> parameters, double beta1, double beta2)
    : parameters_(std::move(parameters)), beta1_(beta1), beta2_(beta2) {
  for (const torch::Tensor& parameter : parameters_) {
    first_.push_back(torch::zeros_like(parameter, torch::MemoryFormat::Contiguous));
    second_.push_back(torch::zeros_like(parameter, torch::MemoryFormat::Contiguous));
  }
}

double Adam::step(const std::vector<torch::Tensor>& gradients, double learning_rate, double clip) {
  const torch::NoGradGuard no_grad;
  double squares = 0;
  for (const torch::Tensor& gradient : gradients)
    if (gradient.defined()) squares += gradient.square().sum().item<double>();
  const double norm = std::sqrt(squares);
  if (!std::isfinite(norm)) return norm;
  const double scale = clip > 0 && norm > clip ? clip / norm : 1.0;
  ++updates_;
  const double correct1 = 1 - std::pow(beta1_, double(updates_)),
               correct2 = 1 - std::pow(beta2_, double(updates_));
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    if (!gradients[i].defined()) continue;
    const torch::Tensor gradient = gradients[i] * scale;
    first_[i].mul_(beta1_).add_(gradient, 1 - beta1_);
    second_[i].mul_(beta2_).addcmul_(gradient, gradient, 1 - beta2_);
    parameters_[i].addcdiv_(first_[i], (second_[i] / correct2).sqrt_().add_(1e-8), -learning_rate / correct1);
  }
  return norm;
}

void Adam::store(TensorFile& file, const std::string& prefix) const {
  file.metadata[prefix + "updates"] = std::to_string(updates_);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    file.tensors[prefix + "first." + std::to_string(i)] = to_plain(first_[i]);
    file.tensors[prefix + "second." + std::to_string(i)] = to_plain(second_[i]);
  }
}

void Adam::restore(const TensorFile& file, const std::string& prefix) {
  const auto updates = file.metadata.find(prefix + "updates");
  if (updates == file.metadata.end()) throw Error("The checkpoint has no state of the optimiser.");
  updates_ = std::stol(updates->second);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const auto sizes = parameters_[i].sizes();
    const std::vector<std::int64_t> shape(sizes.begin(), sizes.end());
    first_[i] = from_plain(file.get(prefix + "first." + std::to_string(i), shape));
    second_[i] = from_plain(file.get(prefix + "second." + std::to_string(i), shape));
  }
}

std::vector<torch::Tensor> parameters_of(const torch::nn::Module& module, const std::string& prefix) {
  std::vector<torch::Tensor> parameters;
  for (const auto& named : module.named_parameters())
    if (named.key().rfind(prefix, 0) == 0) parameters.push_back(named.value());
  return parameters;
}

std::vector<torch::Tensor> gradients_of(const std::vector<torch::Tensor>& parameters) {
  std::vector<torch::Tensor> gradients;
  for (const torch::Tensor& parameter : parameters) gradients.push_back(parameter.grad());
  return gradients;
}

std::vector<torch::Tensor> gradients_of(const torch::nn::Module& module) {
  return gradients_of(module.parameters());
}

} // namespace penumbra
