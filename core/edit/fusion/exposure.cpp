// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/exposure.hpp"

#include "core/image/colour.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

constexpr int short_table = 2048, long_table = 16384; // of the toe, and of the whole range

PENUMBRA_CLONES void straight(const float* from, float* to, std::size_t count, float slope, float offset) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) {
    const float v = slope * from[i] + offset, above = v > 0.0f ? v : 0.0f;
    to[i] = above < 1.0f ? above : 1.0f;
  }
}

} // namespace

float expose(float value, float ev, float shoulder) {
  const float light = srgb_to_linear(value), gain = std::exp2(ev);
  return linear_to_srgb(light * gain / (1 + shoulder * (gain - 1) * light));
}

ExposureCurve::ExposureCurve(double ev, double shoulder) {
  const double gain = std::exp2(ev), power = std::pow(gain, 1 / 2.4);
  slope_ = float(power);
  offset_ = float(0.055 * (power - 1));
  // The straight line holds where neither the value nor what becomes of it lies on the linear toe.
  const double toe = 0.0031308 / gain;
  const double from = toe <= 0.0031308 ? 0.0 : 1.055 * std::pow(toe, 1 / 2.4) - 0.055;
  const bool bent = shoulder > 0 && ev != 0;
  bend_ = bent ? 1.0f : float(std::max(0.04045, from));
  if (bent) { // beyond white, where the formula has a pole, values count as white
    slope_ = 0;
    offset_ = expose(1.0f, float(ev), float(shoulder));
  }
  const int steps = bent ? long_table : short_table;
  table_.resize(std::size_t(steps) + 2);
  for (int i = 0; i < steps + 2; ++i)
    table_[std::size_t(i)] =
        expose(std::min(bend_ * float(i) / float(steps), bent ? 1.0f : 2.0f), float(ev), float(shoulder));
}

void ExposureCurve::row(const float* from, float* to, std::size_t count) const {
  constexpr std::size_t chunk = 256;
  float kept[chunk];
  const float scale = float(table_.size() - 2) / bend_;
  for (std::size_t begin = 0; begin < count; begin += chunk) {
    const std::size_t n = std::min(chunk, count - begin);
    std::copy_n(from + begin, n, kept);
    straight(kept, to + begin, n, slope_, offset_);
    for (std::size_t i = 0; i < n; ++i) {
      if (kept[i] >= bend_) continue;
      const float place = kept[i] > 0.0f ? kept[i] * scale : 0.0f; // NaN too
      const auto k = std::size_t(place);
      const float t = place - float(k), v = table_[k] + t * (table_[k + 1] - table_[k]);
      to[begin + i] = v < 1.0f ? v : 1.0f;
    }
  }
}

Image exposed(const Image& image, double ev, double shoulder) {
  require_pixels(image);
  Image out = convert(image, Encoding::srgb);
  const ExposureCurve curve(ev, shoulder);
  std::vector<float> alpha;
  const std::size_t n = std::size_t(out.channels);
  if (out.has_alpha())
    for (std::size_t i = n - 1; i < out.pixels.size(); i += n) alpha.push_back(image.pixels[i]);
  curve.row(out.pixels.data(), out.pixels.data(), out.pixels.size());
  for (std::size_t i = 0; i < alpha.size(); ++i) out.pixels[i * n + n - 1] = alpha[i];
  return convert(out, image.encoding);
}

} // namespace penumbra
