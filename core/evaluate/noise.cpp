// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/noise.hpp"

#include "core/image/colour.hpp"
#include "core/metric/bytes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace penumbra::evaluate {
namespace {

/// Normal numbers that do not depend on the standard library: SplitMix64 (Steele, Lea, Flood 2014) through
/// the transformation of Box and Muller (1958), seeded by the FNV-1a hash of a text.
class Normal {
 public:
  explicit Normal(const std::string& seed) {
    for (const char c : seed) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  }
  double operator()() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  double uniform() { // in (0, 1]
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double((z ^ (z >> 31)) >> 11) + 1) / 9007199254740992.0; // 2^53
  }
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

} // namespace

Image with_camera_noise(const Image& photo, double shot, const std::string& seed) {
  if (shot <= 0) return photo;
  Image out = metric::from_bytes(metric::to_bytes(photo));
  Normal normal(seed);
  for (float& value : out.pixels) {
    const double light = srgb_to_linear(value);
    const double deviation = shot * std::sqrt(light + 0.01);
    value = linear_to_srgb(float(std::clamp(light + deviation * normal(), 0.0, 1.0)));
  }
  return metric::from_bytes(metric::to_bytes(out));
}

} // namespace penumbra::evaluate
