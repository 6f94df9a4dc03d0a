// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/colours.hpp"

#include "core/error.hpp"
#include "core/image/colour.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace penumbra::cli {
namespace {

using Matrix = std::array<double, 9>;
using Transfer = ColourSpace::Transfer;

Matrix product(const Matrix& a, const Matrix& b) {
  Matrix out{};
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < 3; ++k) out[i * 3 + j] += a[i * 3 + k] * b[k * 3 + j];
  return out;
}

Matrix inverse(const Matrix& m) {
  const auto minor = [&](int r, int c) {
    const int r0 = (r + 1) % 3, r1 = (r + 2) % 3, c0 = (c + 1) % 3, c1 = (c + 2) % 3;
    return m[r0 * 3 + c0] * m[r1 * 3 + c1] - m[r0 * 3 + c1] * m[r1 * 3 + c0];
  };
  const double determinant = m[0] * minor(0, 0) + m[1] * minor(0, 1) + m[2] * minor(0, 2);
  if (!(std::fabs(determinant) > 1e-9)) throw Error("its primaries span no colours");
  Matrix out;
  for (int r = 0; r < 3; ++r)
    for (int c = 0; c < 3; ++c) out[r * 3 + c] = minor(c, r) / determinant;
  return out;
}

std::array<double, 3> times(const Matrix& m, const std::array<double, 3>& v) {
  std::array<double, 3> out{};
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 3; ++k) out[i] += m[i * 3 + k] * v[k];
  return out;
}

std::array<double, 3> xyz(const std::array<double, 2>& xy) {
  if (!(std::fabs(xy[1]) > 1e-9)) throw Error("its primaries span no colours");
  return {xy[0] / xy[1], 1, (1 - xy[0] - xy[1]) / xy[1]};
}

/// Linear RGB to XYZ, white having Y = 1 (SMPTE RP 177).
Matrix to_xyz(const Primaries& p) {
  const auto r = xyz(p.red), g = xyz(p.green), b = xyz(p.blue);
  const Matrix columns{r[0], g[0], b[0], r[1], g[1], b[1], r[2], g[2], b[2]};
  const auto scale = times(inverse(columns), xyz(p.white));
  return product(columns, {scale[0], 0, 0, 0, scale[1], 0, 0, 0, scale[2]});
}

constexpr Matrix bradford{0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296};

Matrix adaptation(const std::array<double, 2>& from, const std::array<double, 2>& to) {
  const auto a = times(bradford, xyz(from)), b = times(bradford, xyz(to));
  return product(inverse(bradford),
                 product({b[0] / a[0], 0, 0, 0, b[1] / a[1], 0, 0, 0, b[2] / a[2]}, bradford));
}

/// Display light in cd/m² (SMPTE ST 2084, eq. 4.1).
double from_pq(double v) {
  constexpr double m1 = 2610.0 / 16384, m2 = 2523.0 / 4096 * 128, c1 = 3424.0 / 4096, c2 = 2413.0 / 4096 * 32,
                   c3 = 2392.0 / 4096 * 32;
  const double p = std::pow(std::clamp(v, 0.0, 1.0), 1 / m2);
  return 10000 * std::pow(std::max(p - c1, 0.0) / (c2 - c3 * p), 1 / m1);
}

/// Scene light in [0,1] (ITU-R BT.2100, table 5).
double from_hlg(double v) {
  constexpr double a = 0.17883277, b = 1 - 4 * a;
  const double c = 0.5 - a * std::log(4 * a);
  v = std::clamp(v, 0.0, 1.0);
  return v <= 0.5 ? v * v / 3 : (std::exp((v - c) / a) + b) / 12;
}

constexpr double diffuse_white = 203; // cd/m², ITU-R BT.2408

bool near(const std::array<double, 2>& a, const std::array<double, 2>& b) {
  return std::fabs(a[0] - b[0]) < 2e-3 && std::fabs(a[1] - b[1]) < 2e-3;
}

bool near(const Primaries& a, const Primaries& b) {
  return near(a.red, b.red) && near(a.green, b.green) && near(a.blue, b.blue) && near(a.white, b.white);
}

const Primaries p3{{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, {0.3127, 0.3290}};
const Primaries rec2020{{0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}, {0.3127, 0.3290}};
const Primaries adobe{{0.64, 0.33}, {0.21, 0.71}, {0.15, 0.06}, {0.3127, 0.3290}};

} // namespace

bool ColourSpace::has_srgb_primaries() const {
  return near(primaries, Primaries{});
}

std::string ColourSpace::name() const {
  const std::string base = has_srgb_primaries()       ? "sRGB primaries"
                           : near(primaries, p3)      ? "Display P3"
                           : near(primaries, rec2020) ? "Rec. 2020"
                           : near(primaries, adobe)   ? "Adobe RGB"
                                                      : "the file's own primaries";
  char power[32];
  std::snprintf(power, sizeof power, ", gamma %.3g", gamma);
  switch (transfer) {
  case Transfer::linear:
    return base + ", linear";
  case Transfer::gamma:
    return base + power;
  case Transfer::pq:
    return base + " PQ";
  case Transfer::hlg:
    return base + " HLG";
  default:
    return base;
  }
}

ColourSpace colour_space_of(int primaries, int transfer) {
  ColourSpace space;
  switch (primaries) { // ITU-T H.273, table 2
  case 1:
  case 2:
    break;
  case 4:
    space.primaries = {{0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}, {0.310, 0.316}};
    break;
  case 5:
    space.primaries = {{0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}, {0.3127, 0.3290}};
    break;
  case 6:
  case 7:
    space.primaries = {{0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}, {0.3127, 0.3290}};
    break;
  case 9:
    space.primaries = rec2020;
    break;
  case 11:
    space.primaries = {{0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}, {0.314, 0.351}};
    break;
  case 12:
    space.primaries = p3;
    break;
  default:
    throw Error("its primaries (number " + std::to_string(primaries) + " of H.273) are not supported");
  }
  switch (transfer) { // table 3
  case 1:
  case 2:
  case 6:
  case 13:
  case 14:
  case 15:
    break;
  case 4:
    space.transfer = Transfer::gamma, space.gamma = 2.2;
    break;
  case 5:
    space.transfer = Transfer::gamma, space.gamma = 2.8;
    break;
  case 8:
    space.transfer = Transfer::linear;
    break;
  case 16:
    space.transfer = Transfer::pq;
    break;
  case 18:
    space.transfer = Transfer::hlg;
    break;
  default:
    throw Error("its transfer curve (number " + std::to_string(transfer) + " of H.273) is not supported");
  }
  return space;
}

std::array<float, 9> to_srgb_primaries(const Primaries& primaries) {
  const Primaries srgb;
  const Matrix exact =
      product(inverse(to_xyz(srgb)), product(adaptation(primaries.white, srgb.white), to_xyz(primaries)));
  std::array<float, 9> out;
  std::copy(exact.begin(), exact.end(), out.begin());
  return out;
}

void to_linear_srgb(Image& image, const ColourSpace& space) {
  const int channels = image.channels, colours = image.colour_channels();
  const std::size_t count = std::size_t(image.width) * std::size_t(image.height);
  const auto each = [&](auto&& light) {
    for (std::size_t i = 0; i < count; ++i)
      for (int c = 0; c < colours; ++c) {
        float& v = image.pixels[i * std::size_t(channels) + std::size_t(c)];
        v = float(light(v));
      }
  };
  switch (space.transfer) {
  case Transfer::linear:
    break;
  case Transfer::srgb:
    srgb_to_linear_row(image.pixels.data(), count, channels, colours);
    break;
  case Transfer::gamma:
    each([g = space.gamma](float v) { return std::copysign(std::pow(std::fabs(double(v)), g), double(v)); });
    break;
  case Transfer::pq:
    each([](float v) { return from_pq(v) / diffuse_white; });
    break;
  case Transfer::hlg:
    each([](float v) { return from_hlg(v); });
    for (std::size_t i = 0; i < count; ++i) { // the system gamma of a display of 1000 cd/m²
      float* p = image.pixels.data() + i * std::size_t(channels);
      const double light = colours == 3 ? 0.2627 * p[0] + 0.6780 * p[1] + 0.0593 * p[2] : double(p[0]);
      const double gain = 1000 / diffuse_white * std::pow(std::max(light, 1e-9), 0.2);
      for (int c = 0; c < colours; ++c) p[c] = float(p[c] * gain);
    }
    break;
  }
  if (colours == 3 && !space.has_srgb_primaries()) {
    const std::array<float, 9> m = to_srgb_primaries(space.primaries);
    for (std::size_t i = 0; i < count; ++i) {
      float* p = image.pixels.data() + i * std::size_t(channels);
      const float r = p[0], g = p[1], b = p[2];
      for (int c = 0; c < 3; ++c) p[c] = m[c * 3] * r + m[c * 3 + 1] * g + m[c * 3 + 2] * b;
    }
  }
  image.encoding = Encoding::linear;
}

} // namespace penumbra::cli
