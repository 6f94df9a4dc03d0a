// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve_kernel.hpp"

#include "core/edit/curve/curve_math.hpp"
#include "core/image/image.hpp"
#include "core/image/simd.hpp"

namespace penumbra {
namespace {

using namespace curve_math;

/// Strength of head `k` at pixel `i`.
[[gnu::always_inline]] inline float strength_at(const CurveRow& row, int k, int i, float guide) {
  const float slope = lerp(row.above[2 * k][i], row.below[2 * k][i], row.t);
  const float offset = lerp(row.above[2 * k + 1][i], row.below[2 * k + 1][i], row.t);
  return strength(slope, offset, guide);
}

// No plane overlaps another: the loops have no dependence from pixel to pixel.

PENUMBRA_CLONES void colour_by_one(float* r, float* g, float* b, const CurveRow row, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float a = strength_at(row, 0, i, guide(luma601(r[i], g[i], b[i])));
    r[i] = bend(r[i], a);
    g[i] = bend(g[i], a);
    b[i] = bend(b[i], a);
  }
}

PENUMBRA_CLONES void colour_by_three(float* r, float* g, float* b, const CurveRow row, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float light = guide(luma601(r[i], g[i], b[i]));
    r[i] = bend(r[i], strength_at(row, 0, i, light));
    g[i] = bend(g[i], strength_at(row, 1, i, light));
    b[i] = bend(b[i], strength_at(row, 2, i, light));
  }
}

PENUMBRA_CLONES void grey_by_one(float* v, const CurveRow row, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) v[i] = bend(v[i], strength_at(row, 0, i, guide(v[i])));
}

} // namespace

void curve_row(float* const* colour, int colours, int heads, const CurveRow& row, int count) {
  if (colours == 1) return grey_by_one(colour[0], row, count);
  const auto bend_row = heads == 1 ? colour_by_one : colour_by_three;
  bend_row(colour[0], colour[1], colour[2], row, count);
}

} // namespace penumbra
