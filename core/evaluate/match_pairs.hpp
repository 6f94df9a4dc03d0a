// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"

#include <string>
#include <vector>

namespace penumbra::evaluate {

/// A photo and what it should come to look like.
struct MatchPair {
  std::string name;
  Image photo, goal;
};

enum class MatchKind {
  targets, ///< the photo with random sliders of the pipeline
  looks,   ///< the photo with a look (a 25 x 25 x 25 lattice)
  style    ///< another photo
};

struct MatchSet {
  std::string name;
  MatchKind kind = MatchKind::targets;
  std::vector<MatchPair> pairs;
};

/// Reads a list of pairs: JSON with "pairs", each with a "file" of the folder `photos` and "params" (values
/// in the order of the paper's sliders), "look" (of the folder `looks`) or "style" (of `photos`). Random
/// targets at 256 px on the long side, the others at 512. Where the pipeline is not the paper's, its sliders
/// are drawn instead, the same at every run: uniform over their ranges, drawn again where the goal's mean
/// lies beyond 0.05…0.95. Throws Error.
MatchSet read_match_set(const std::string& file, const std::string& photos, const std::string& looks,
                        const Pipeline& pipeline, int limit);

/// A look's lattice, PNG of 625 x 25 pixels (column 25 b + r, row g), applied by trilinear interpolation.
Image with_look(const Image& photo, const Image& lattice);

} // namespace penumbra::evaluate
