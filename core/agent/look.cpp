// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/look.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace penumbra {
namespace {

constexpr int bins = 64;
using Histogram = std::array<double, bins>;

std::array<Histogram, 3> histograms(const Image& image) {
  require_pixels(image);
  if (image.channels != 3) throw Error("Looks are compared on RGB pictures.");
  std::array<Histogram, 3> out{};
  const double share = 1.0 / (double(image.width) * image.height);
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    const float *p = image.pixels.data() + i, y = luma601(p[0], p[1], p[2]);
    const float values[3] = {y, 0.5f + 0.564f * (p[2] - y), 0.5f + 0.713f * (p[0] - y)};
    for (std::size_t c = 0; c < 3; ++c)
      out[c][std::size_t(std::clamp(int(values[c] * bins), 0, bins - 1))] += share;
  }
  return out;
}

/// Luma at 48 x 48 less its surroundings, of mean 0.
std::vector<float> fine_structure(const Image& image) {
  constexpr int side = 48, coarse = 12;
  const Image small = resize(observe(image, 192), {side, side});
  const Image soft = resize(resize(small, {coarse, coarse}), {side, side});
  std::vector<float> out;
  double sum = 0;
  for (std::size_t i = 0; i < small.pixels.size(); i += 3) {
    const float *p = small.pixels.data() + i, *q = soft.pixels.data() + i;
    out.push_back(luma601(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
    sum += out.back();
  }
  for (float& v : out) v -= float(sum / double(out.size()));
  return out;
}

} // namespace

double look_distance(const Image& a, const Image& b) {
  const auto x = histograms(a), y = histograms(b);
  double sum = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    double ahead = 0;
    for (std::size_t i = 0; i < bins; ++i) {
      ahead += x[c][i] - y[c][i];
      sum += std::fabs(ahead) / bins;
    }
  }
  return 100 * sum / 3;
}

double histogram_score(const Image& a, const Image& b) {
  const auto x = histograms(a), y = histograms(b);
  const auto squares = [&](std::size_t c) {
    double sum = 0;
    for (std::size_t i = 0; i < bins; ++i) sum += (x[c][i] - y[c][i]) * (x[c][i] - y[c][i]);
    return sum;
  };
  return 100 * std::sqrt(squares(0)) + 50 * std::sqrt(squares(1) + squares(2));
}

bool same_content(const Image& a, const Image& b) {
  const double proportion = double(a.width) * b.height / (double(a.height) * b.width);
  if (std::fabs(proportion - 1) > 0.03) return false;
  const std::vector<float> x = fine_structure(a), y = fine_structure(b);
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    xy += double(x[i]) * y[i], xx += double(x[i]) * x[i], yy += double(y[i]) * y[i];
  return xy > 0.5 * std::sqrt(xx * yy) + 1e-12;
}

} // namespace penumbra
