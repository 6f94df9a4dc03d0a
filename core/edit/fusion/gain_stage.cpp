// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/gain_stage.hpp"

#include "core/edit/curve/curve_math.hpp"
#include "core/edit/fusion/blend.hpp"
#include "core/image/colour.hpp"
#include "core/image/exp_log.hpp"
#include "core/image/guided.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

struct GainRow {
  const float *slope_above, *slope_below, *offset_above, *offset_below;
  float t, min, max;
};

/// Factor of the light at each pixel of a row.
PENUMBRA_CLONES void gains(const float* r, const float* g, const float* b, const GainRow row, float* out,
                           int count) {
  using namespace curve_math;
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float light = guide(luma601(r[i], g[i], b[i]));
    const float ev = lerp(row.slope_above[i], row.slope_below[i], row.t) * light +
                     lerp(row.offset_above[i], row.offset_below[i], row.t);
    const float above = ev < row.min ? row.min : ev;
    out[i] = exp2_of(above > row.max ? row.max : above);
  }
}

/// Exposes linear light as expose() does: factor v / (1 + shoulder (factor - 1) v). Beyond white, where the formula
/// has a pole, values bend no further.
PENUMBRA_CLONES void expose_row(float* v, const float* factor, float shoulder, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float inside = v[i] < 1.0f ? v[i] : 1.0f;
    v[i] *= factor[i] / (1.0f + shoulder * (factor[i] - 1.0f) * inside);
  }
}

/// To [0,1]; what is not finite is taken from `before`.
PENUMBRA_CLONES void limit(float* v, const float* before, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float positive = v[i] > 0.0f ? v[i] : 0.0f, inside = positive < 1.0f ? positive : 1.0f;
    const float size = std::fabs(before[i]);
    v[i] = size <= 3.4e38f ? inside : before[i];
  }
}

float linear_luma(const float* p) {
  return luma601(srgb_to_linear(p[0]), srgb_to_linear(p[1]), srgb_to_linear(p[2]));
}

/// The EV within least…most by which the exposure of `from` has the luma of `to` (encoded R, G, B).
float ev_between(const float* from, const float* to, float shoulder, float min, float max) {
  const float wanted = linear_luma(to) + 1e-3f, light = linear_luma(from);
  // 0.1 % of full light keeps noise in black from becoming large gains.
  if (shoulder == 0) return std::clamp(std::log2(wanted / (light + 1e-3f)), min, max);
  float linear[3];
  for (int c = 0; c < 3; ++c) linear[c] = std::min(srgb_to_linear(from[c]), 1.0f);
  float low = min, high = max; // luma rises with the EV
  for (int halving = 0; halving < 12; ++halving) {
    const float ev = 0.5f * (low + high), gain = exp2_of(ev);
    float exposed[3];
    for (int c = 0; c < 3; ++c)
      exposed[c] = std::min(gain * linear[c] / (1 + shoulder * (gain - 1) * linear[c]), 1.0f);
    (luma601(exposed[0], exposed[1], exposed[2]) + 1e-3f * gain < wanted ? low : high) = ev;
  }
  return 0.5f * (low + high);
}

} // namespace

GainStage::GainStage(const FusionPlan& plan, const Image& proxy)
    : min_(0), max_(0), shoulder_(float(plan.shoulder)) {
  const Size size{proxy.width, proxy.height};
  const Rect whole{0, 0, size.width, size.height};
  const Blend blend(plan, proxy);
  for (int i = 0; i < int(plan.segments.size()); ++i)
    if (plan.segments[std::size_t(i)].on) {
      min_ = std::min(min_, float(plan.ev(i)));
      max_ = std::max(max_, float(plan.ev(i)));
    }
  PlaneStack memory;
  const std::vector<BlendLayer> layers =
      blend.layers_of(planes_of(proxy, whole, memory), whole, size, memory);
  const std::vector<cv::Mat> fused = blend_pyramids(layers, pyramid_levels(size, plan.weights.coarsest));
  Map ev(size.width, size.height);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      float pixel[3];
      for (int c = 0; c < 3; ++c) pixel[c] = std::clamp(fused[std::size_t(c)].at<float>(y, x), 0.0f, 1.0f);
      ev.values[std::size_t(y) * std::size_t(size.width) + std::size_t(x)] =
          ev_between(proxy.row(y) + 3 * x, pixel, shoulder_, min_, max_);
    }
  const int radius = std::max(2, std::max(size.width, size.height) / 64);
  coefficients_ = guided_coefficients(ev, luma_map(proxy), radius, 1e-3f);
}

void GainStage::apply_planes(const Planes& planes, Size full) const {
  const int width = planes.place.width, map_width = coefficients_.width;
  const float across = float(map_width) / float(full.width),
              down = float(coefficients_.height) / float(full.height);
  thread_local std::vector<float> memory, factor, before;
  memory.resize(4 * std::size_t(width));
  factor.resize(std::size_t(width));
  before.resize(std::size_t(width));
  int kept[2] = {-1, -1};
  const auto spread = [&](int v) { // slopes and offsets of a row of the map on the columns of the block
    float* const out = memory.data() + std::size_t(v & 1) * 2 * std::size_t(width);
    if (kept[v & 1] == v) return out;
    kept[v & 1] = v;
    const float* const from = coefficients_.values.data() + std::size_t(v) * std::size_t(map_width) * 2;
    for (int i = 0; i < width; ++i) {
      const curve_math::Place at = curve_math::place(planes.place.x + i, across, map_width);
      out[i] = curve_math::lerp(from[2 * at.first], from[2 * at.second], at.t);
      out[width + i] = curve_math::lerp(from[2 * at.first + 1], from[2 * at.second + 1], at.t);
    }
    return out;
  };
  float* rows[3];
  for (int y = 0; y < planes.place.height; ++y) {
    const curve_math::Place at = curve_math::place(planes.place.y + y, down, coefficients_.height);
    const float *above = spread(at.first), *below = spread(at.second);
    planes.row(y, rows);
    const bool grey = planes.colours == 1;
    gains(rows[0], rows[grey ? 0 : 1], rows[grey ? 0 : 2],
          {above, below, above + width, below + width, at.t, min_, max_}, factor.data(), width);
    for (int c = 0; c < planes.colours; ++c) {
      std::copy_n(rows[c], std::size_t(width), before.begin());
      srgb_to_linear_row(rows[c], std::size_t(width), 1, 1);
      expose_row(rows[c], factor.data(), shoulder_, width);
      linear_to_srgb_row(rows[c], std::size_t(width), 1, 1);
      limit(rows[c], before.data(), width);
    }
  }
}

} // namespace penumbra
