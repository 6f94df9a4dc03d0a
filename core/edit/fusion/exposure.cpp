#include "core/edit/fusion/exposure.hpp"

#include "core/image/colour.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

constexpr int table_steps = 2048;

PENUMBRA_CLONES void straight(const float* from, float* to, std::size_t count, float slope, float offset) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < count; ++i) {
    const float v = slope * from[i] + offset, above = v > 0.0f ? v : 0.0f;
    to[i] = above < 1.0f ? above : 1.0f;
  }
}

} // namespace

float expose(float value, float ev) {
  return linear_to_srgb(srgb_to_linear(value) * std::exp2(ev));
}

ExposureCurve::ExposureCurve(double ev) {
  const double gain = std::exp2(ev), power = std::pow(gain, 1 / 2.4);
  slope_ = float(power);
  offset_ = float(0.055 * (power - 1));
  // The straight line holds where neither the value nor what becomes of it lies on the linear toe.
  const double toe = 0.0031308 / gain;
  const double from = toe <= 0.0031308 ? 0.0 : 1.055 * std::pow(toe, 1 / 2.4) - 0.055;
  bend_ = float(std::max(0.04045, from));
  table_.resize(table_steps + 2);
  for (int i = 0; i < table_steps + 2; ++i)
    table_[std::size_t(i)] = expose(bend_ * float(i) / table_steps, float(ev));
}

void ExposureCurve::row(const float* from, float* to, std::size_t count) const {
  constexpr std::size_t chunk = 256;
  float kept[chunk];
  const float scale = float(table_steps) / bend_;
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

Image exposed(const Image& image, double ev) {
  require_pixels(image);
  Image out = convert(image, Encoding::srgb);
  const ExposureCurve curve(ev);
  std::vector<float> alpha;
  const std::size_t n = std::size_t(out.channels);
  if (out.has_alpha())
    for (std::size_t i = n - 1; i < out.pixels.size(); i += n) alpha.push_back(image.pixels[i]);
  curve.row(out.pixels.data(), out.pixels.data(), out.pixels.size());
  for (std::size_t i = 0; i < alpha.size(); ++i) out.pixels[i * n + n - 1] = alpha[i];
  return convert(out, image.encoding);
}

} // namespace penumbra
