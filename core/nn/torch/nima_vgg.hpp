// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/oracle.hpp"

namespace penumbra {

/// NIMA on VGG-16 as PyTorch implementations store it: thirteen 3x3 convolutions features.N.weight and .bias
/// (N = 0 2 5 7 10 12 14 17 19 21 24 26 28, a 2x2 maximum after the 2nd, 4th, 7th, 10th and 13th), then one
/// linear layer classifier.1 from 7x7 places to the ten ratings. A common prefix "module." is accepted. The
/// number of channels is read from the weights.
bool is_nima_vgg(const TensorFile& file);

/// The picture is squeezed to 224x224 as a whole (the paper crops 224 of 256 at random; a judge must see all
/// of it and answer the same twice) and normalised by ImageNet's means and deviations. Throws Error naming
/// the tensor that does not fit.
std::unique_ptr<const Oracle> nima_vgg_oracle(const TensorFile& file);

} // namespace penumbra
