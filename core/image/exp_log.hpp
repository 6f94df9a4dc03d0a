// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

/// Exponentials that the compiler can vectorise, for the loops of PENUMBRA_CLONES.
namespace penumbra {

/// 2^x for |x| <= 100: the integer part goes into the exponent, the series of e^(t ln 2), |t| <= 1/2, does
/// the rest (relative error 2e-7).
[[gnu::always_inline]] inline float exp2_of(float x) {
  const float whole = std::floor(x + 0.5f), t = (x - whole) * 0.69314718f;
  const float m =
      1 + t * (1 + t * (1 / 2.0f + t * (1 / 6.0f + t * (1 / 24.0f + t * (1 / 120.0f + t / 720.0f)))));
  return std::bit_cast<float>((std::int32_t(whole) + 127) << 23) * m;
}

/// log2(x) for normal positive x: x = 2^k m with m between sqrt(1/2) and sqrt(2), and the series of
/// ln m = 2 artanh((m - 1) / (m + 1)) (error 3e-7 and half a unit in the last place).
[[gnu::always_inline]] inline float log2_of(float x) {
  const std::int32_t bits = std::bit_cast<std::int32_t>(x), whole = (bits - 0x3f3504f3) >> 23;
  const float m = std::bit_cast<float>(bits - whole * (1 << 23)), s = (m - 1) / (m + 1), s2 = s * s;
  return float(whole) +
         s * (2.8853900818f +
              s2 * (0.9617966939f + s2 * (0.5770780164f + s2 * (0.4121985831f + s2 * 0.3205988980f))));
}

} // namespace penumbra
