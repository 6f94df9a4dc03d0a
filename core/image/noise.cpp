// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/noise.hpp"

#include "core/image/colour.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace penumbra {
namespace {

constexpr int block = 16;
constexpr int max_blocks = 4096;
constexpr double quartile = 0.25;
/// The first quartile of medians over 64 coefficients lies this much below what they scatter around.
constexpr float quartile_correction = 1.06f;
constexpr std::size_t enough_blocks = 5;

struct Measured {
  float luma, sigma;
};

/// One colour component of a block, sRGB-encoded; false where a value is clipped or broken.
bool read_block(const Image& photo, int x0, int y0, int channel, float* out) {
  const bool linear = photo.encoding == Encoding::linear;
  int clipped = 0;
  for (int y = 0; y < block; ++y)
    for (int x = 0; x < block; ++x) {
      const float v = photo.at(x0 + x, y0 + y, channel);
      const float encoded = linear ? linear_to_srgb(v) : v;
      if (!std::isfinite(encoded)) return false;
      clipped += encoded <= 0.0f || encoded >= 1.0f;
      out[y * block + x] = std::clamp(encoded, 0.0f, 1.0f);
    }
  return clipped < block * block / 8;
}

/// Median magnitude of the finest diagonal Haar coefficients, as the deviation of white noise.
float deviation(const float* values) {
  float magnitudes[block * block / 4];
  int count = 0;
  for (int y = 0; y < block; y += 2)
    for (int x = 0; x < block; x += 2) {
      const float* v = values + y * block + x;
      magnitudes[count++] = std::fabs(v[0] - v[1] - v[block] + v[block + 1]) / 2;
    }
  std::nth_element(magnitudes, magnitudes + count / 2, magnitudes + count);
  return magnitudes[count / 2] / 0.6745f;
}

/// Brightness and noise of a block; false where it does not count.
bool measure(const Image& photo, int x, int y, Measured& out) {
  float values[block * block];
  const int colours = photo.colour_channels();
  float mean[3] = {}, square = 0;
  for (int c = 0; c < colours; ++c) {
    if (!read_block(photo, x, y, c, values)) return false;
    for (const float v : values) mean[c] += v / float(block * block);
    const float sigma = deviation(values);
    square += sigma * sigma / float(colours);
  }
  out = {colours == 3 ? luma601(mean[0], mean[1], mean[2]) : mean[0], std::sqrt(square)};
  return true;
}

void fill_gaps(NoiseCurve& curve, const std::array<bool, NoiseCurve::places>& known) {
  for (int i = 0; i < NoiseCurve::places; ++i) {
    if (known[std::size_t(i)]) continue;
    for (int distance = 1; distance < NoiseCurve::places; ++distance) {
      const int below = i - distance, above = i + distance;
      const bool has_below = below >= 0 && known[std::size_t(below)];
      const bool has_above = above < NoiseCurve::places && known[std::size_t(above)];
      if (!has_below && !has_above) continue;
      curve.sigma[std::size_t(i)] = curve.sigma[std::size_t(has_below ? below : above)];
      break;
    }
  }
}

} // namespace

float NoiseCurve::at(float luma) const {
  const float place = std::clamp(luma * float(places) - 0.5f, 0.0f, float(places - 1));
  const int below = std::min(int(place), places - 2);
  return std::lerp(sigma[std::size_t(below)], sigma[std::size_t(below) + 1], place - float(below));
}

NoiseCurve estimate_noise(const Image& photo) {
  const int columns = photo.width / block, rows = photo.height / block;
  const double total = double(columns) * rows;
  const int stride = std::max(1, int(std::ceil(std::sqrt(total / max_blocks))));
  std::array<std::vector<float>, NoiseCurve::places> found;
  std::vector<float> all;
  for (int row = 0; row < rows; row += stride)
    for (int column = 0; column < columns; column += stride) {
      Measured measured{};
      if (!measure(photo, column * block, row * block, measured)) continue;
      const int place = std::clamp(int(measured.luma * NoiseCurve::places), 0, NoiseCurve::places - 1);
      found[std::size_t(place)].push_back(measured.sigma);
      all.push_back(measured.sigma);
    }
  const auto first_quartile = [](std::vector<float>& values) {
    const auto middle = values.begin() + std::ptrdiff_t(quartile * double(values.size()));
    std::nth_element(values.begin(), middle, values.end());
    return *middle * quartile_correction;
  };
  NoiseCurve curve;
  std::array<bool, NoiseCurve::places> known{};
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i].size() >= enough_blocks) known[i] = true, curve.sigma[i] = first_quartile(found[i]);
  if (std::none_of(known.begin(), known.end(), [](bool k) { return k; })) {
    if (!all.empty()) curve.sigma.fill(first_quartile(all));
  } else {
    fill_gaps(curve, known);
  }
  return curve;
}

} // namespace penumbra
