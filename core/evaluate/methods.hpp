// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/evaluate/sets.hpp"

#include <memory>
#include <string>
#include <vector>

namespace penumbra::evaluate {

/// What a method made of a photo.
struct Outcome {
  Image result;
  int step = -1;               ///< the state that was rendered; -1: the method has no steps
  std::vector<EditStep> steps; ///< the whole episode
  double decide_seconds = 0, render_seconds = 0;
};

/// Something that turns a photo into a photo.
class Method {
 public:
  virtual ~Method() = default;
  /// `reference` may be null; only a method that was asked to choose by it looks at it. Throws Error;
  /// Cancelled.
  virtual Outcome run(const Item& item, const Image& photo, const Image* reference, Progress& progress) = 0;
};

struct MethodOptions {
  AgentSettings agent;       ///< for methods that name no settings of their own
  double strength = 1;       ///< 0…1.5, the same
  std::string step = "best"; ///< the state to render: "best", "last", "reference" or a number
  std::string models;        ///< folder of the models; empty: the installation's
  int long_side = 0;         ///< ready results that are larger are reduced like the photos; 0: not at all
};

/// The methods of texts: "none", "auto-levels", "gamma100", "clahe", "mertens", "folder:PATH" (ready results,
/// named like the photos), or the id of an agent, followed by variants behind colons:
///   exact, fast                 form of a fusion of exposures
///   step=best|last|reference|N  the state to render ("reference": the one of highest PSNR, a bound, no
///   result) best, last                  short for step=best, step=last steps=N size=N strength=X   settings
///   of the agent (size: long side it decides at) denoise=X                   likewise; 0…1 mean-map each map
///   of a step replaced by its mean
/// as in "all-e:size=96:mean-map". Variants that differ in the choice of the step alone share what was
/// decided, and its time. Throws Error that says what is wrong and what is known.
std::vector<std::unique_ptr<Method>> make_methods(const std::vector<std::string>& texts,
                                                  const MethodOptions& options);

/// The same step with each channel of its maps replaced by its mean: a decision for the whole picture.
EditStep mean_map(EditStep step);

} // namespace penumbra::evaluate
