// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/style_net.hpp"
#include "core/progress.hpp"
#include "core/system/pix_tuner/polish.hpp"

#include <map>

namespace penumbra {

/// How the look of a photo with other sliders compares with that of the photo as it is: natural logarithms of
/// distances from the reference over the photo's own; below 0 is nearer.
struct StyleGain {
  double distance = 0; ///< look_distance()
  double gram = 0;     ///< of Gram matrices, by the style net
  double score = 0;    ///< StyleScore (RLPixTuner, eq. 3): these and histogram_score()
};

/// Nearer counts as sure from here on: the net errs by some percent.
constexpr double sure_gain = 0.08;

/// What the last word on a look goes by, the less the better: the distance; where the other two are not
/// surely nearer, that above all; and in small part the size of the sliders, lest colours get garish where
/// it gains next to nothing.
double style_cost(const StyleGain& gain, const FinishValues& values, const Pipeline& pipeline);

/// Compares looks in more ways than by histograms.
class StyleJudge {
 public:
  /// `photo`, `reference`: long sides of tuner_side. What is referred to must outlive the judge. Throws
  /// Error.
  StyleJudge(StyleNet& net, const Pipeline& pipeline, const Image& photo, const Image& reference);
  /// One query of the pipeline, none where the same was asked before. Throws Error.
  StyleGain gain(const FinishValues& values) const;
  /// Pictures less than 29 pixels wide or high show no style to speak of.
  static bool can_judge(const Image& photo, const Image& reference);

 private:
  struct Distances {
    double look, gram, score;
  };
  Distances distances(const Image& picture) const;

  StyleNet& net_;
  const Pipeline& pipeline_;
  const Image &photo_, &reference_;
  torch::Tensor goal_;
  Distances before_;
  mutable std::map<FinishValues, StyleGain> known_;
};

/// Whether sliders surely bring the look nearer in every way.
bool surely_nearer(const StyleGain& gain);

/// The best sliders by style_cost() that about `queries` (at least 20) of the pipeline find around `start`,
/// weaker ones first, then by an optimiser. Throws Error; Cancelled.
FinishValues settle(const StyleJudge& judge, const Pipeline& pipeline, const FinishValues& start, int queries,
                    Progress& progress);

} // namespace penumbra
