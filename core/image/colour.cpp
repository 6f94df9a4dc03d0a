// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.hpp"

#include "core/image/simd.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace penumbra {
namespace {

/// x^p for 2^lowest <= x < 2^16 as 2^(p e) * m^p, where x = 2^e m and 1 <= m < 2: a small table for the first
/// factor, a polynomial in m - 1.5 for the second (least squares of the relative error, reweighted until
/// even).
template <int degree> struct Power {
  static constexpr int lowest = -10, highest = 16;
  std::array<float, highest - lowest> scale;
  std::array<float, degree + 1> polynomial;

  Power(double exponent, const std::array<float, degree + 1>& polynomial_) : polynomial(polynomial_) {
    for (int e = lowest; e < highest; ++e) scale[e - lowest] = float(std::exp2(exponent * e));
  }
  float operator()(float x) const {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const int e = std::clamp(int(bits >> 23) - 127 - lowest, 0, highest - lowest - 1);
    const float t = std::bit_cast<float>((bits & 0x7fffffu) | 0x3f800000u) - 1.5f;
    float m = polynomial[degree];
    for (int k = degree - 1; k >= 0; --k) m = m * t + polynomial[k];
    return scale[e] * m;
  }
};

struct Decode { // to linear light
  Power<6> power{
      2.4,
      {2.64617785f, 4.23388498f, 1.97580878f, 0.175608998f, -0.0175139323f, 0.00390834503f, -0.00125756066f}};
  float operator()(float v) const {
    const float a = std::fabs(v), curved = power((a + 0.055f) * (1.0f / 1.055f)),
                straight = a * (1.0f / 12.92f);
    return std::copysign(a <= 0.04045f ? straight : curved, v);
  }
  static float exact(float v) { return srgb_to_linear(v); }
};

struct Encode { // to sRGB
  Power<7> power{1 / 2.4,
                 {1.18405361f, 0.328903601f, -0.0639566819f, 0.0225090596f, -0.00962592469f, 0.0045527148f,
                  -0.00274351501f, 0.00156488708f}};
  float operator()(float v) const {
    const float a = std::fabs(v), curved = 1.055f * power(a) - 0.055f, straight = a * 12.92f;
    return std::copysign(a <= 0.0031308f ? straight : curved, v);
  }
  static float exact(float v) { return linear_to_srgb(v); }
};

const Decode decode;
const Encode encode;

constexpr std::uint32_t limit_bits = std::uint32_t(127 + 16) << 23; // 2^16

std::uint32_t magnitude_bits(float v) {
  return std::bit_cast<std::uint32_t>(v) & 0x7fffffffu;
}

template <class Curve>
[[gnu::always_inline]] inline void convert_values(const Curve& shared, float* v, std::size_t n) {
  const Curve curve = shared; // a copy that nothing written can alias
  for (std::size_t begin = 0; begin < n; begin += 512) {
    const std::size_t end = std::min(n, begin + 512);
    std::uint32_t largest = 0; // as bits, where NaN is beyond infinity
    for (std::size_t i = begin; i < end; ++i) largest = std::max(largest, magnitude_bits(v[i]));
    if (largest < limit_bits)
      for (std::size_t i = begin; i < end; ++i) v[i] = curve(v[i]);
    else
      for (std::size_t i = begin; i < end; ++i)
        v[i] = magnitude_bits(v[i]) < limit_bits ? curve(v[i]) : curve.exact(v[i]);
  }
}

PENUMBRA_CLONES void decode_values(float* values, std::size_t count) {
  convert_values(decode, values, count);
}

PENUMBRA_CLONES void encode_values(float* values, std::size_t count) {
  convert_values(encode, values, count);
}

void convert_row(void (*values)(float*, std::size_t), float* pixels, std::size_t count, int stride,
                 int channels) {
  if (channels == stride) return values(pixels, count * std::size_t(stride));
  std::array<float, 3 * 256> colours;
  for (std::size_t begin = 0; begin < count; begin += 256) {
    const std::size_t n = std::min<std::size_t>(256, count - begin);
    float* const row = pixels + begin * std::size_t(stride);
    for (std::size_t i = 0; i < n; ++i)
      for (int c = 0; c < channels; ++c) colours[i * channels + c] = row[i * stride + c];
    values(colours.data(), n * std::size_t(channels));
    for (std::size_t i = 0; i < n; ++i)
      for (int c = 0; c < channels; ++c) row[i * stride + c] = colours[i * channels + c];
  }
}

} // namespace

void srgb_to_linear_row(float* pixels, std::size_t count, int stride, int channels) {
  convert_row(decode_values, pixels, count, stride, channels);
}

void linear_to_srgb_row(float* pixels, std::size_t count, int stride, int channels) {
  convert_row(encode_values, pixels, count, stride, channels);
}

} // namespace penumbra
