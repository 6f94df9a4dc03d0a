// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/sliders.hpp"
#include "core/evaluate/match_pairs.hpp"

#include <memory>
#include <string>

namespace penumbra::evaluate {

struct MatchOutcome {
  Image result;
  int queries = 0;
  double seconds = 0;
};

/// A way to bring a photo to a goal.
class MatchMethod {
 public:
  virtual ~MatchMethod() = default;
  virtual MatchOutcome run(const MatchPair& pair, MatchKind kind) = 0;
};

struct MatchMethodOptions {
  std::string models;  ///< folder of the models; empty: the installation's
  std::string weights; ///< a policy in place of the models'
  int threads = 0;
};

/// "none", "policy" (steps=N behind a colon), "polish" (the policy, then BOBYQA; queries=N behind a colon),
/// "reinhard" (colour transfer) or "cmaes:N" (N queries, from neutral; Pagmo's). Throws Error; so for the
/// paper's pipeline where no weights are named, as none are shipped for it.
std::unique_ptr<MatchMethod> make_match_method(const std::string& text, const Pipeline& pipeline,
                                               const MatchMethodOptions& options);

/// The mean and deviation of each channel of l-alpha-beta made the reference's (Reinhard et al. 2001).
Image reinhard(const Image& photo, const Image& reference);

/// CMA-ES (Hansen), sigma 0.4 in sliders of -1…1, populations of 10, about `queries` of the pipeline. Throws
/// Error where the build has no Pagmo.
FinishValues cmaes(const Pipeline& pipeline, const Image& photo, const Image& goal, int queries);

} // namespace penumbra::evaluate
