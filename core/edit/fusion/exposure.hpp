#pragma once

#include "core/image/image.hpp"

#include <cstddef>
#include <vector>

namespace penumbra {

/// The range of an exposure, in EV: that of the framework DeepExposure builds on.
constexpr double most_ev = 3.5;

/// An sRGB-encoded value exposed by `ev`: +1 EV doubles the light (S * 2^e on linear light; DeepExposure's
/// global filter). Odd below 0; the scalar formula, for tests and documentation.
PENUMBRA_API float expose(float value, float ev);

/// `expose` for many values at one EV: where both ends lie on the power part of the sRGB curve, exposing is a
/// straight line in encoded values; the rest is a table. Largest error 2e-6.
class PENUMBRA_API ExposureCurve {
 public:
  explicit ExposureCurve(double ev);
  /// Exposes `count` values and clamps the results to [0,1]; NaN becomes 0. `to` may be `from`.
  void row(const float* from, float* to, std::size_t count) const;

 private:
  float slope_, offset_, bend_; ///< from `bend_` on: slope * v + offset
  std::vector<float> table_;    ///< of [0, bend_]
};

/// The whole picture exposed by `ev`, in the encoding it has, colours clamped to [0,1], alpha untouched: what
/// fusion sees of it.
PENUMBRA_API Image exposed(const Image& image, double ev);

} // namespace penumbra
