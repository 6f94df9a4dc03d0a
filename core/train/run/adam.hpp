// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"

#include <torch/nn/module.h>
#include <vector>

namespace penumbra {

/// Adam (Kingma and Ba 2015) over the parameters of one module or some of them, with its moments in plain
/// tensors, so that checkpoints are safetensors files and workers can hand in gradients of their own copies.
/// Each phase of a training has an Adam of its own, over what that phase may move: moments of an earlier
/// phase move parameters that have no gradient any more.
class Adam {
 public:
  explicit Adam(torch::nn::Module& module, double beta1 = 0.9, double beta2 = 0.999);
  explicit Adam(std::vector<torch::Tensor> parameters, double beta1 = 0.9, double beta2 = 0.999);

  /// One update from `gradients` in the order of the parameters, clipped to a global norm of `clip`; undefined
  /// gradients leave their parameter alone. Returns the norm before clipping; skips the update where it is
  /// not finite.
  double step(const std::vector<torch::Tensor>& gradients, double learning_rate, double clip);

  void store(TensorFile& file, const std::string& prefix) const;
  void restore(const TensorFile& file, const std::string& prefix);

 private:
  std::vector<torch::Tensor> parameters_, first_, second_;
  double beta1_, beta2_;
  long updates_ = 0;
};

/// Those parameters of a module whose names begin with `prefix`, in the order of parameters().
std::vector<torch::Tensor> parameters_of(const torch::nn::Module& module, const std::string& prefix);

/// Gradients of a module's parameters, or of these, after backward(), in their order.
std::vector<torch::Tensor> gradients_of(const torch::nn::Module& module);
std::vector<torch::Tensor> gradients_of(const std::vector<torch::Tensor>& parameters);

} // namespace penumbra
