// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/half.hpp"

#include <bit>
#include <cmath>

namespace penumbra {

std::uint16_t to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = std::uint16_t((bits >> 16) & 0x8000u);
  if (std::isnan(value)) return sign | 0x7e00u;
  const float magnitude = std::fabs(value);
  if (magnitude >= 65520.0f) return sign | 0x7c00u;
  // Subnormal halves are multiples of 2^-24; normal ones keep 10 bits of the mantissa.
  if (magnitude < 0x1p-14f) return sign | std::uint16_t(std::nearbyint(magnitude * 0x1p24f));
  const auto m = std::bit_cast<std::uint32_t>(magnitude);
  const std::uint32_t rounded = m + 0x0fffu + ((m >> 13) & 1u);
  return sign | std::uint16_t((rounded >> 13) - (112u << 10));
}

float from_half(std::uint16_t half) {
  const int exponent = (half >> 10) & 0x1f, mantissa = half & 0x3ff;
  const float sign = half & 0x8000 ? -1.0f : 1.0f;
  if (exponent == 0) return sign * std::ldexp(float(mantissa), -24);
  if (exponent == 31) return mantissa ? std::nanf("") : sign * INFINITY;
  return sign * std::ldexp(float(mantissa | 0x400), exponent - 25);
}

} // namespace penumbra
