// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"
#include "core/model/safetensors.hpp"

#include <memory>
#include <string>
#include <torch/types.h>
#include <vector>

namespace penumbra {

constexpr int ratings = 10; ///< an oracle's ratings are 1…10

/// Judges pictures in NIMA's form (Esfandarani and Milanfar 2018): a distribution over the ratings 1…10.
/// Frozen: nothing in it changes after loading, so that several threads may share one.
class Oracle {
 public:
  virtual ~Oracle() = default;
  /// Probabilities [N,10] of the ratings of pictures [N,3,H,W], sRGB-encoded, in [0,1], of any size;
  /// what is larger than the oracle's own size is reduced to it. Differentiable by the pictures, where these
  /// ask for it.
  virtual torch::Tensor distribution(const torch::Tensor& pictures) const = 0;
};

/// Mean scores [N] of distributions [N,10]: sum over k = 1…10 of k P_k.
torch::Tensor mean_scores(const torch::Tensor& distribution);

/// Mean score of an RGB picture (sRGB-encoded), in [1,10]. Throws Error where the oracle or the memory fails.
double aesthetic_score(const Oracle& oracle, const Image& picture);

/// The oracle that the weights are of, told by the names of their tensors: Penumbra's own
/// (core/nn/rating_net) or NIMA on VGG-16 with PyTorch's names (core/nn/nima_vgg). Throws Error that says
/// what does not fit.
std::unique_ptr<const Oracle> make_oracle(const TensorFile& weights);
std::unique_ptr<const Oracle> load_oracle(const std::string& path);

/// The oracle of the manifest (id "oracle"); empty where the manifest lists none.
std::unique_ptr<const Oracle> find_oracle(const std::string& models_folder);

/// Pictures [N,3,H,W] whose long side is reduced to `long_side` by area averaging; smaller ones stay as they
/// are.
torch::Tensor reduce_to(const torch::Tensor& pictures, int long_side);

} // namespace penumbra
