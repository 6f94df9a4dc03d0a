// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"

#include <memory>
#include <string>

namespace penumbra {

/// How far the styles of two pictures are from each other by what a network for recognition sees in them, for
/// evaluation: its weights are others' and not shipped.
class GramDistance {
 public:
  virtual ~GramDistance() = default;
  /// The first term of RLPixTuner's StyleScore (eq. 3) over relu1_1, relu2_1 and relu3_1 of VGG-19: the
  /// Frobenius norms of the differences of the Gram matrices F F^T / (places channels), summed. RGB pictures,
  /// sRGB-encoded, of any sizes, reduced to a long side of 256. Throws Error.
  virtual double between(const Image& a, const Image& b) const = 0;
};

/// Loads the library that holds LibTorch (once) and the weights of VGG-19 up to relu3_1, with a layer "conv0"
/// before them that does the scaling (Li et al. 2017, Universal Style Transfer). Throws Error.
PENUMBRA_API std::unique_ptr<GramDistance> make_gram_distance(const std::string& weights);

/// What libpenumbra-agents shows under the name "penumbra_make_gram_distance".
using MakeGramDistance = void(const char* weights, std::unique_ptr<GramDistance>* distance);

} // namespace penumbra
