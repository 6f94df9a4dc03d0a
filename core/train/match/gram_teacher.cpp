// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/gram_teacher.hpp"

#include "core/error.hpp"

#include <torch/linalg.h>
#include <vector>

namespace penumbra {
namespace {

constexpr std::int64_t at_once = 8; // pictures: the first layers are large

/// Gram matrices of the three layers, [N, channels squared].
std::array<torch::Tensor, 3> flat_grams(const VggFeatures& features, const torch::Tensor& pictures) {
  std::array<std::vector<torch::Tensor>, 3> parts;
  for (const torch::Tensor& some : pictures.split(at_once)) {
    const auto layers = features(some);
    for (std::size_t i = 0; i < 3; ++i) parts[i].push_back(gram_matrices(layers[i]).flatten(1));
  }
  return {torch::cat(parts[0]), torch::cat(parts[1]), torch::cat(parts[2])};
}

} // namespace

GramTeacher::GramTeacher(const VggFeatures& features, const torch::Tensor& samples,
                         const StyleNetShape& shape)
    : features_(features) {
  const torch::NoGradGuard no_grad;
  const auto grams = flat_grams(features, samples);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::int64_t count = shape.coordinates[i];
    if (samples.size(0) <= count)
      throw Error("The style net's teacher needs more pictures than coordinates.");
    mean_[i] = grams[i].mean(0);
    const torch::Tensor rest = grams[i] - mean_[i];
    // The matrix of products of samples is far smaller than the covariance, and of the same rank.
    const auto [values, vectors] = torch::linalg_eigh(rest.matmul(rest.t()));
    const std::int64_t n = values.size(0);
    const torch::Tensor size = values.slice(0, n - count).clamp_min(1e-12).sqrt();
    directions_[i] = rest.t().matmul(vectors.slice(1, n - count) / size);
  }
}

torch::Tensor GramTeacher::coordinates(const torch::Tensor& pictures) const {
  const torch::NoGradGuard no_grad;
  const auto grams = flat_grams(features_, pictures);
  std::vector<torch::Tensor> groups;
  for (std::size_t i = 0; i < 3; ++i) groups.push_back((grams[i] - mean_[i]).matmul(directions_[i]));
  return torch::cat(groups, 1);
}

} // namespace penumbra
