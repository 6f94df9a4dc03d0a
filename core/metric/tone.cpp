// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/tone.hpp"

#include "core/metric/bytes.hpp"

#include <algorithm>

namespace penumbra::metric {
namespace {

double luma(const std::uint8_t* p) {
  return 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
}

/// Mean over the pixels of f(r, g, b as three bytes).
template <class F> double mean_over(const Image& image, F f) {
  const Bytes bytes = to_bytes(image);
  double sum = 0;
  for (std::size_t i = 0; i < bytes.rgb.size(); i += 3) sum += f(bytes.rgb.data() + i);
  return sum / (double(bytes.width) * bytes.height);
}

} // namespace

double mean_luma8(const Image& image) {
  return mean_over(image, luma);
}

double clipped_share(const Image& image) {
  return mean_over(image, [](const std::uint8_t* p) {
    return std::max({p[0], p[1], p[2]}) >= 254 ? 1.0 : 0.0;
  });
}

double black_share(const Image& image) {
  return mean_over(image, [](const std::uint8_t* p) { return luma(p) <= 3 ? 1.0 : 0.0; });
}

} // namespace penumbra::metric
