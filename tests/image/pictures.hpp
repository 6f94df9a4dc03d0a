// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <span>

namespace penumbra::test {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Uniform in [0,1), the same on every standard library.
inline float uniform(std::mt19937& engine) {
  return float(engine() >> 8) * 0x1p-24f;
}

/// A photo-like picture in range: soft shapes, hard edges and some noise; alpha, where there is one, falls
/// from left to right and is 0 in the right-most tenth.
inline Image photo(int width, int height, int channels, unsigned seed = 1,
                   Encoding encoding = Encoding::srgb) {
  std::mt19937 engine(seed);
  Image image(width, height, channels, encoding);
  const int colours = image.colour_channels();
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float u = (float(x) + 0.5f) / float(width), v = (float(y) + 0.5f) / float(height);
      const float block = std::fmod(std::floor(u * 5) + std::floor(v * 3), 2.0f) * 0.3f;
      for (int c = 0; c < colours; ++c) {
        const float wave = 0.25f + 0.2f * std::sin(6.0f * u + 2.0f * float(c)) * std::cos(5.0f * v);
        image.at(x, y, c) = std::fmin(1.0f, std::fmax(0.0f, wave + block + 0.03f * (uniform(engine) - 0.5f)));
      }
      if (image.has_alpha()) image.at(x, y, colours) = std::fmax(0.0f, 1.0f - u / 0.9f);
    }
  return image;
}

/// Smooth strengths in about [-0.8, 0.8].
inline Map waves(int width, int height, int channels, unsigned seed = 1) {
  Map map(width, height, channels);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        map.values[(std::size_t(y) * width + x) * channels + c] =
            0.2f + 0.6f * std::sin(float(seed) + 4.0f * float(x) / float(width) + float(c)) *
                       std::cos(3.0f * float(y) / float(height));
  return map;
}

inline Map constant(int width, int height, int channels, float value) {
  Map map(width, height, channels);
  for (float& v : map.values) v = value;
  return map;
}

/// Every bit the same, NaN and signs of zero included.
inline bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && (a.empty() || !std::memcmp(a.data(), b.data(), a.size() * sizeof(float)));
}

/// Largest absolute difference; NaN where one side alone is NaN.
inline float largest_difference(std::span<const float> a, std::span<const float> b) {
  if (a.size() != b.size()) return NAN;
  float largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
    const float d = a[i] == b[i] ? 0.0f : std::fabs(a[i] - b[i]);
    if (!(d <= largest)) largest = d;
  }
  return largest;
}

inline double psnr(const Image& a, const Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i)
    sum += double(a.pixels[i] - b.pixels[i]) * double(a.pixels[i] - b.pixels[i]);
  return -10 * std::log10(sum / double(a.pixels.size()));
}

} // namespace penumbra::test
