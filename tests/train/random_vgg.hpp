// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/tensors.hpp"

#include <torch/torch.h>

namespace penumbra::test {

/// Weights in the shape of VGG-19 up to relu3_1, for tests that need some features, whatever they are.
inline TensorFile random_vgg() {
  TensorFile vgg;
  const auto put = [&](const std::string& name, std::int64_t to, std::int64_t from, std::int64_t side) {
    vgg.tensors[name + ".weight"] = to_plain(0.1 * torch::randn({to, from, side, side}));
    vgg.tensors[name + ".bias"] = to_plain(torch::zeros({to}));
  };
  put("conv0", 3, 3, 1), put("conv1_1", 64, 3, 3), put("conv1_2", 64, 64, 3);
  put("conv2_1", 128, 64, 3), put("conv2_2", 128, 128, 3), put("conv3_1", 256, 128, 3);
  return vgg;
}

} // namespace penumbra::test
