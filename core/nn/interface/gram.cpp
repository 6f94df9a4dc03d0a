// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/interface/gram.hpp"

#include "core/nn/interface/library.hpp"

namespace penumbra {

std::unique_ptr<GramDistance> make_gram_distance(const std::string& weights) {
  auto* make = reinterpret_cast<MakeGramDistance*>(networks_function("penumbra_make_gram_distance"));
  std::unique_ptr<GramDistance> distance;
  make(weights.c_str(), &distance);
  return distance;
}

} // namespace penumbra
