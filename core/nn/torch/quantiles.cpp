// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/quantiles.hpp"

#include <cmath>
#include <iterator>
#include <torch/torch.h>
#include <vector>

namespace penumbra {
namespace {

constexpr double shares[] = {0,   0.002, 0.005, 0.01, 0.02, 0.05, 0.1,  0.2,  0.3,   0.4,
                             0.5, 0.6,   0.7,   0.8,  0.9,  0.95, 0.98, 0.99, 0.995, 1};
static_assert(picture_quantiles == 3 * std::size(shares));

} // namespace

torch::Tensor quantiles(const torch::Tensor& pictures) {
  const torch::Tensor sorted =
      std::get<0>(torch::stack({pictures.amax(1), pictures.amin(1), pictures.mean(1)}, 1).flatten(2).sort(2));
  std::vector<std::int64_t> places;
  for (const double share : shares)
    places.push_back(std::int64_t(std::lround(share * double(sorted.size(2) - 1))));
  return (sorted.index_select(2, torch::tensor(places)).flatten(1) - 0.5) * 2;
}

} // namespace penumbra
