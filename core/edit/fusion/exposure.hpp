// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <cstddef>
#include <vector>

namespace penumbra {

/// The range of an exposure, in EV. The framework DeepExposure builds on ends at 3.5; what lies in the shadow of
/// a window is due more.
constexpr double max_ev = 5;

/// An sRGB-encoded value exposed by `ev`: +1 EV doubles the light (S * 2^e on linear light; DeepExposure's
/// global filter). `shoulder`, 0…1, says how far highlights are held, as film holds them: light L becomes
/// g L / (1 + shoulder (g - 1) L), g = 2^ev. At 0 it is the paper's exposure, which clips; at 1 white stays white
/// and only the shadows get all of the EV. Odd below 0 at shoulder 0; with a shoulder for values in [0,1]. The
/// scalar formula, for tests and documentation.
PENUMBRA_API float expose(float value, float ev, float shoulder = 0);

/// `expose` for many values at one EV: without a shoulder, and where both ends lie on the power part of the
/// sRGB curve, exposing is a straight line in encoded values; the rest is a table. Largest error 2e-6, with a
/// shoulder 1e-5. With a shoulder values beyond white count as white.
class PENUMBRA_API ExposureCurve {
 public:
  explicit ExposureCurve(double ev, double shoulder = 0);
  /// Exposes `count` values and clamps the results to [0,1]; NaN becomes 0. `to` may be `from`.
  void row(const float* from, float* to, std::size_t count) const;

 private:
  float slope_, offset_, bend_; ///< from `bend_` on: slope * v + offset; with a shoulder the bend is at 1
  std::vector<float> table_;    ///< of [0, bend_]
};

/// The whole picture exposed by `ev`, highlights held by `shoulder`, in the encoding it has, colours clamped to
/// [0,1], alpha untouched: what fusion sees of it.
PENUMBRA_API Image exposed(const Image& image, double ev, double shoulder = 0);

} // namespace penumbra
