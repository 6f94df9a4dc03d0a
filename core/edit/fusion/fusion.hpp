// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"
#include "core/edit/fusion/exposure.hpp"

#include <vector>

namespace penumbra {

/// Exponents of eq. 30 (DeepExposure, appendix D; Mertens et al. 2009): the weight of an exposed picture at a
/// pixel is contrast^C1 * saturation^C2 * exposedness^C3, where contrast is the magnitude of the grey
/// picture's Laplacian, saturation the deviation of R, G, B (grey pictures have none), and exposedness the
/// product over the channels of a Gaussian of mean 0.5 and sigma 0.2.
struct FusionWeights {
  double contrast = 1, saturation = 1, exposedness = 1; ///< C1, C2, C3, each 0…4
  /// Beyond the paper, so that a segment's exposure acts on that segment: the weight is multiplied by
  /// 1 - locality + locality * mask, and that of the input by 1 - locality * (1 - input). 0: as printed.
  double locality = 0;
  double input = 0.1; ///< how much the input itself counts, 0…1, where locality is 1
  /// Least side of the coarsest level of the pyramids: 1 as cv::MergeMertens. There the exposures are mixed
  /// for the whole picture; a larger level lets the mixture differ from place to place.
  int coarsest = 1; ///< 1…64
  bool operator==(const FusionWeights&) const = default;
};

/// As the parameters of a fusion, recipes of training and the metadata of weights say them. from_json() leaves
/// alone what is absent and checks no range: make_fusion_step() does.
PENUMBRA_API void to_json(nlohmann::json& json, const FusionWeights& weights);
PENUMBRA_API void from_json(const nlohmann::json& json, FusionWeights& weights);

/// What was decided for one segment.
struct SegmentExposure {
  double ev = 0;  ///< -5…5
  bool on = true; ///< an exposure that is off is left out of the fusion
  bool operator==(const SegmentExposure&) const = default;
};

enum class FusionForm {
  exact, ///< blended over Laplacian pyramids at full size (eq. 16, 31); needs the whole picture
  fast   ///< decided on a reduced copy, and rendered as a map of gains that follows the edges of the photo
};

/// All that a "fusion" step says. To change what an agent decided, take the plan of its step, change `ev` or
/// `on` of a segment, and make a step of it again: preview and result follow.
///
///   FusionPlan plan = fusion_plan(episode.steps.front());
///   plan.segments[2].ev = 1.5;
///   plan.segments[0].on = false;
///   recipe.steps = {make_fusion_step(plan)};
///
/// A step in a PreparedRecipe (previews, tiles) is always rendered in the fast form; render() obeys `form`.
struct FusionPlan {
  Map labels; ///< [h,w,1], h and w up to 256: the segment at each place, 0…segments.size() - 1
  std::vector<SegmentExposure> segments; ///< 1…8
  FusionForm form = FusionForm::exact;
  FusionWeights weights;
  double strength = 1; ///< 0…1.5, multiplies every EV; the product is clamped to the range of EVs
  double shoulder =
      0; ///< 0…1, how far every exposure holds the highlights (expose()); 0: as the paper, clipped
  bool operator==(const FusionPlan&) const = default;

  /// EV of a segment at this plan's strength.
  PENUMBRA_API double ev(int segment) const;
};

/// Operation "fusion", version 1: the picture and its copies, exposed by the EVs of the segments, blended by
/// their weights. parameters: {"exposures": [{"ev", "on"}…], "form": "exact" or "fast", "strength", "shoulder",
/// "contrast", "saturation", "exposedness", "locality", "input", "coarsest"}, those absent as above; maps[0]: the
/// labels. Colours are clamped to [0,1]; pixels that are not finite stay what they are. Throws Error where a
/// value is out of range.
PENUMBRA_API EditStep make_fusion_step(const FusionPlan& plan);
PENUMBRA_API FusionPlan fusion_plan(const EditStep& step);

/// The plan as it stood after the first `count` segments were decided: the others are off.
PENUMBRA_API FusionPlan first_segments(FusionPlan plan, int count);

/// Soft masks of the segments, [h,w,segments] at the size of `proxy` (RGB, sRGB-encoded, in [0,1]): each in
/// [0,1], together 1, following the picture's edges (guided filter).
PENUMBRA_API Map segment_masks(const Map& labels, int segments, const Image& proxy);

/// The running "direct fusion" S^l of the paper after the first `count` segments: each segment that is on
/// exposed on its own, through its mask. `proxy` as above.
PENUMBRA_API Image direct_fusion(const FusionPlan& plan, int count, const Image& proxy);

/// One step of the episode that led to a plan: what was decided for one segment.
struct SegmentStep {
  int segment = 0;
  double ev = 0;
  bool on = true;
  Map mask;            ///< [h,w,1] at the size of the proxy, following its edges
  Image exposed;       ///< the whole proxy at this EV
  Image direct_fusion; ///< S^l after this step
};
/// The steps of a plan, in the order in which they were decided, on `proxy` as above. The state of the
/// episode after the first t steps is what make_fusion_step(first_segments(plan, t)) renders.
PENUMBRA_API std::vector<SegmentStep> segment_steps(const FusionPlan& plan, const Image& proxy);

/// The layers of the fusion, input first, then the segments that are on from the lowest EV to the highest,
/// each with its weight in the blend at every pixel, smoothed along edges: they add up to 1. Laid on one
/// another from the first (opaque) with opacity w_k / (w_0 + … + w_k) they come close to the fusion.
struct FusionLayer {
  int segment = -1; ///< -1: the input
  double ev = 0;
  Map opacity; ///< [height,width,1] of the photo: of the layer over those below it; 1 for the first
};
PENUMBRA_API std::vector<FusionLayer> fusion_layers(const FusionPlan& plan, const Image& photo,
                                                    Progress& progress);

} // namespace penumbra
