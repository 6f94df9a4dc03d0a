// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

#include <array>

namespace penumbra {

/// One slider of a photo finishing pipeline.
struct Slider {
  const char* name;  ///< key in recipes and files
  const char* title; ///< what a person reads
  double min, max, neutral;
};

constexpr int finish_sliders = 9;
/// A value for each slider, in the order of the pipeline's table.
using FinishValues = std::array<double, finish_sliders>;

/// The sliders of the edit "finish": exposure (EV), temperature, tint, saturation, contrast, highlights,
/// shadows, blacks, sharpness. All are neutral at 0, in the middle of their range.
PENUMBRA_API const std::array<Slider, finish_sliders>& finish_table();

/// Operation "finish", version 1: the nine sliders of RLPixTuner (seed 004, appendix B), the same in kind
/// but trustworthy. Each is a key of the parameters, 0 where absent; "strength" 0…1.5 scales them all, each
/// held within its range. In this order:
///
///   exposure    -2…2 EV   linear light times 2^p
///   temperature -1…1      linear light: red e^(0.6 p), blue e^(-0.6 p), then each pixel scaled back to its
///   tint        -1…1      luminance (Rec. 709); tint: green e^(-0.4 p)
///   highlights  -1…1      encoded, each colour e: p < 0: e / (1 - 1.5 p e^4)^(1/4), which brings back what
///                         exposure pushed past white; p > 0: e + 0.9 p (1 - e) e^3
///   shadows     -1…1      e + k e (1 - e)^3, k = 2.5 p above 0 and 0.9 p below
///   contrast    -1…1      e + p (e^2 (3 - 2 e) - e)
///   blacks      -1…1      e + k (1 - e)^3, k = 0.25 p above 0 (a fade) and 0.15 p below
///   saturation  -1…1      luma + (1 + p) (e - luma), Rec. 601; more only as far as no colour clips
///   sharpness   -1…1      e + k (luma - blurred luma), k = 2 p above 0 and p below; Gaussian of 1/500 of the
///                         long side, so that it means the same at every size
///
/// Curves of tone never fall, whatever the settings. Negative values count as 0, the result lies in [0,1];
/// NaN and infinities stay where they are. All at 0 changes no bit.
///
/// Throws Error where a value is out of its range.
PENUMBRA_API EditStep make_finish_step(const FinishValues& values, double strength = 1.0);

/// What a step says, and the values that it applies: times its strength, within the range. Throws Error where
/// the step is no finish or its parameters are out of range.
PENUMBRA_API FinishValues finish_values(const EditStep& step);
PENUMBRA_API FinishValues applied_finish_values(const EditStep& step);

/// A finishing pipeline as a black box: a picture and nine values in, a picture out.
class Pipeline {
 public:
  virtual ~Pipeline() = default;
  virtual const std::array<Slider, finish_sliders>& sliders() const = 0;
  /// `photo`: RGB, sRGB-encoded; `full`: the size of the picture that it is, or is a part of.
  virtual Image apply(const Image& photo, const FinishValues& values, Size full) const = 0;
};

/// The edit above, and the formulas of the paper exactly (core/edit/finish/paper_finish.hpp).
PENUMBRA_API const Pipeline& product_pipeline();
PENUMBRA_API const Pipeline& paper_pipeline();

/// Values of a pipeline as an edit, and back. render() knows the edits of the product alone; those of another
/// pipeline ("pipeline" by name) only carry its values. Throws Error.
PENUMBRA_API EditStep make_pipeline_step(const Pipeline& pipeline, const FinishValues& values);
PENUMBRA_API FinishValues pipeline_values(const Pipeline& pipeline, const EditStep& step);

/// The values that change nothing.
PENUMBRA_API FinishValues neutral_values(const Pipeline& pipeline);

} // namespace penumbra
