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
  const std::uint32_t sign = (half & 0x8000u) << 16, magnitude = (half & 0x7fffu) << 13;
  constexpr std::uint32_t infinity = 0x7c00u << 13;
  if (magnitude >= infinity) return std::bit_cast<float>(sign | 0x7f800000u | (magnitude - infinity));
  // Read as a float its exponent is too small by 112, the difference of the two biases; subnormals come right, too.
  return std::bit_cast<float>(sign | magnitude) * 0x1p112f;
}

} // namespace penumbra
