// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/colour_difference.hpp"

#include "core/image/colour.hpp"
#include "core/metric/bytes.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace penumbra::metric {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double degree = pi / 180;

/// Hue angle in degrees, 0…360; 0 for grey.
double hue(double a, double b) {
  if (a == 0 && b == 0) return 0;
  const double h = std::atan2(b, a) / degree;
  return h < 0 ? h + 360 : h;
}

double lightness_curve(double t) { // CIE 15, f(t)
  constexpr double delta = 6.0 / 29;
  return t > delta * delta * delta ? std::cbrt(t) : t / (3 * delta * delta) + 4.0 / 29;
}

/// sum of f(Lab of a, Lab of b) over the pixels.
template <class F> void for_each_pair(const Image& a, const Image& b, F f) {
  require_same_size(a, b);
  const Bytes x = to_bytes(a), y = to_bytes(b);
  for (std::size_t i = 0; i < x.rgb.size(); i += 3)
    f(to_lab(x.rgb[i], x.rgb[i + 1], x.rgb[i + 2]), to_lab(y.rgb[i], y.rgb[i + 1], y.rgb[i + 2]));
}

} // namespace

Lab to_lab(int r, int g, int b) {
  static const std::array<double, 256> linear = [] {
    std::array<double, 256> table{};
    for (int i = 0; i < 256; ++i) {
      const double v = i / 255.0;
      table[std::size_t(i)] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    }
    return table;
  }();
  // IEC 61966-2-1. Each row is divided by its sum, which is the white's coordinate, so that white is exact.
  static constexpr double to_xyz[3][3] = {
      {0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}};
  const double rgb[3] = {linear[std::size_t(r)], linear[std::size_t(g)], linear[std::size_t(b)]};
  double f[3];
  for (int k = 0; k < 3; ++k) {
    const double* row = to_xyz[k];
    f[k] =
        lightness_curve((row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]) / (row[0] + row[1] + row[2]));
  }
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

double delta_e2000(const Lab& x, const Lab& y) {
  // Numbers in brackets: equations of Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", 2005.
  const auto pow7 = [](double v) { return std::pow(v, 7); };
  const double pow25_7 = 6103515625.0;
  const double mean_c = (std::hypot(x.a, x.b) + std::hypot(y.a, y.b)) / 2;         // (2) (3)
  const double g = 0.5 * (1 - std::sqrt(pow7(mean_c) / (pow7(mean_c) + pow25_7))); // (4)
  const double a1 = (1 + g) * x.a, a2 = (1 + g) * y.a;                             // (5)
  const double c1 = std::hypot(a1, x.b), c2 = std::hypot(a2, y.b);                 // (6)
  const double h1 = hue(a1, x.b), h2 = hue(a2, y.b);                               // (7)
  const double dl = y.l - x.l, dc = c2 - c1;                                       // (8) (9)
  double dh = c1 * c2 == 0 ? 0 : h2 - h1;                                          // (10)
  if (dh > 180) dh -= 360;
  if (dh < -180) dh += 360;
  const double big_dh = 2 * std::sqrt(c1 * c2) * std::sin(dh / 2 * degree); // (11)
  const double l = (x.l + y.l) / 2, c = (c1 + c2) / 2;                      // (12) (13)
  double h = h1 + h2;                                                       // (14)
  if (c1 * c2 != 0) {
    if (std::abs(h1 - h2) > 180) h += h < 360 ? 360 : -360;
    h /= 2;
  }
  const double t = 1 - 0.17 * std::cos((h - 30) * degree) + 0.24 * std::cos(2 * h * degree) +
                   0.32 * std::cos((3 * h + 6) * degree) - 0.20 * std::cos((4 * h - 63) * degree); // (15)
  const double d_theta = 30 * std::exp(-std::pow((h - 275) / 25, 2));                              // (16)
  const double rc = 2 * std::sqrt(pow7(c) / (pow7(c) + pow25_7));                                  // (17)
  const double l50 = (l - 50) * (l - 50);
  const double sl = 1 + 0.015 * l50 / std::sqrt(20 + l50); // (18)
  const double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t; // (19) (20)
  const double rt = -std::sin(2 * d_theta * degree) * rc;  // (21)
  const double u = dl / sl, v = dc / sc, w = big_dh / sh;
  return std::sqrt(u * u + v * v + w * w + rt * v * w); // (22)
}

double mean_delta_e2000(const Image& a, const Image& b) {
  double sum = 0;
  for_each_pair(a, b, [&](const Lab& x, const Lab& y) { sum += delta_e2000(x, y); });
  return sum / (double(a.width) * a.height);
}

double mean_hue_change(const Image& a, const Image& b) {
  double sum = 0, weights = 0;
  for_each_pair(a, b, [&](const Lab& x, const Lab& y) {
    const double weight = std::sqrt(std::hypot(x.a, x.b) * std::hypot(y.a, y.b));
    const double difference = std::abs(hue(x.a, x.b) - hue(y.a, y.b));
    sum += weight * std::min(difference, 360 - difference);
    weights += weight;
  });
  // The rounding of the formulas leaves greys a chroma of about 1e-14: no hue.
  return weights > 1e-9 * double(a.width) * a.height ? sum / weights : 0;
}

} // namespace penumbra::metric
