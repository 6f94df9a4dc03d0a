// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/baselines.hpp"

#include "core/metric/bytes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace penumbra::evaluate {
namespace {

constexpr int bins = 256, levels = 1 << 14, levels_per_bin = 1 + levels / bins;
constexpr double clip_limit = 0.01;
using Histogram = std::array<long, bins>;
using Mapping = std::array<int, bins>;

/// A grey picture of 0…levels-1.
struct Levels {
  int width, height;
  std::vector<int> values;
};

/// Stretches values to whole numbers 0…levels-1.
Levels stretched(int width, int height, const Floats& values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double range = *high > *low ? double(*high) - *low : 1.0;
  Levels out{width, height, {}};
  out.values.reserve(values.size());
  for (const float v : values)
    out.values.push_back(int(std::nearbyint((double(v) - *low) / range * (levels - 1))));
  return out;
}

/// Cuts the histogram at `limit` and spreads what was cut evenly over the bins below it (Zuiderveld 1994): an
/// equal share for each first, then the rest one by one in even strides.
void clip(Histogram& histogram, long limit) {
  long excess = 0;
  for (long& n : histogram)
    if (n > limit) excess += n - limit, n = limit;
  const long share = excess / bins, upper = limit - share;
  for (long& n : histogram)
    if (n < upper) n += share, excess -= share;
  for (long& n : histogram)
    if (n >= upper && n < limit) excess -= limit - n, n = limit;
  for (bool changed = true; excess > 0 && changed;) {
    changed = false;
    for (int start = 0; start < bins && excess > 0; ++start) {
      const long room = std::count_if(histogram.begin(), histogram.end(), [&](long n) { return n < limit; });
      const long stride = std::max(1L, room / excess);
      for (long i = start; i < bins; i += stride)
        if (histogram[std::size_t(i)] < limit) ++histogram[std::size_t(i)], --excess, changed = true;
    }
  }
}

Mapping equalising(const Histogram& histogram, long pixels) {
  Mapping mapping{};
  double sum = 0;
  for (std::size_t i = 0; i < bins; ++i) {
    sum += double(histogram[i]);
    mapping[i] = int(std::min(sum * (levels - 1) / double(pixels), double(levels - 1)));
  }
  return mapping;
}

/// Index mirrored at the borders without repeating them.
int mirrored(int i, int size) {
  if (size == 1) return 0;
  const int period = 2 * (size - 1);
  i = ((i % period) + period) % period;
  return i < size ? i : period - i;
}

Levels equalised(const Levels& in) {
  const int side_x = std::max(1, in.width / 8), side_y = std::max(1, in.height / 8);
  const int columns = (in.width + side_x - 1) / side_x, rows = (in.height + side_y - 1) / side_y;
  const long pixels = long(side_x) * side_y;
  const auto bin_at = [&](int x, int y) {
    return std::size_t(in.values[std::size_t(y) * in.width + x] / levels_per_bin);
  };
  std::vector<Mapping> mappings;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      Histogram histogram{};
      for (int y = row * side_y; y < (row + 1) * side_y; ++y)
        for (int x = column * side_x; x < (column + 1) * side_x; ++x)
          ++histogram[bin_at(mirrored(x, in.width), mirrored(y, in.height))];
      clip(histogram, std::max(1L, long(clip_limit * double(pixels))));
      mappings.push_back(equalising(histogram, pixels));
    }

  // Each pixel between the mappings of the four nearest regions.
  Levels out{in.width, in.height, std::vector<int>(in.values.size())};
  for (int y = 0; y < in.height; ++y) {
    const int py = y + side_y / 2, row = py / side_y;
    const double v = double(py % side_y) / side_y;
    const int r0 = std::clamp(row - 1, 0, rows - 1), r1 = std::clamp(row, 0, rows - 1);
    for (int x = 0; x < in.width; ++x) {
      const int px = x + side_x / 2, column = px / side_x;
      const double u = double(px % side_x) / side_x;
      const int c0 = std::clamp(column - 1, 0, columns - 1), c1 = std::clamp(column, 0, columns - 1);
      const std::size_t bin = bin_at(x, y);
      const auto at = [&](int r, int c) { return double(mappings[std::size_t(r) * columns + c][bin]); };
      out.values[std::size_t(y) * in.width + x] = int((1 - v) * ((1 - u) * at(r0, c0) + u * at(r0, c1)) +
                                                      v * ((1 - u) * at(r1, c0) + u * at(r1, c1)));
    }
  }
  return out;
}

} // namespace

Image clahe(const Image& image) {
  Image out = metric::from_bytes(metric::to_bytes(image));
  Floats value;
  for (std::size_t i = 0; i < out.pixels.size(); i += 3)
    value.push_back(std::max({out.pixels[i], out.pixels[i + 1], out.pixels[i + 2]}));
  const Levels result = equalised(stretched(out.width, out.height, value));
  const auto [low, high] = std::minmax_element(result.values.begin(), result.values.end());
  const float range = *high > *low ? float(*high - *low) : 1.0f;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const float wanted = float(result.values[i] - *low) / range;
    for (std::size_t c = 0; c < 3; ++c) {
      float& p = out.pixels[i * 3 + c];
      p = value[i] > 0 ? p * wanted / value[i] : wanted; // hue and saturation stay; black becomes grey
    }
  }
  return metric::from_bytes(metric::to_bytes(out));
}

} // namespace penumbra::evaluate
