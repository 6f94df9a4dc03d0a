// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/resample.hpp"

#include "core/image/parallel.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

/// Which of the old places along a side make up a new one: weights[begin(i)…begin(i + 1)) belong to the old
/// places first(i), first(i) + 1, …
class Axis {
 public:
  Axis(int from, int to) {
    const double scale = double(from) / to;
    for (int i = 0; i < to; ++i)
      if (to < from)
        cover(i * scale, std::min((i + 1) * scale, double(from)), from);
      else
        interpolate((i + 0.5) * scale - 0.5, from);
    begin_.push_back(weights_.size());
  }
  int first(int i) const { return first_[std::size_t(i)]; }
  int count(int i) const { return int(begin_[std::size_t(i) + 1] - begin_[std::size_t(i)]); }
  const float* weights(int i) const { return weights_.data() + begin_[std::size_t(i)]; }

 private:
  void cover(double left, double right, int from) {
    int first = std::clamp(int(left), 0, from - 1);
    if (first + 1 - left < 1e-9 && first + 1 < from) ++first; // a sliver that rounding left
    open(first);
    for (int k = first; k < from && k < right - 1e-9; ++k)
      weights_.push_back(float((std::min(right, k + 1.0) - std::max(left, double(k))) / (right - left)));
  }
  void interpolate(double place, int from) {
    const int left = int(std::floor(place));
    const float t = float(place - left);
    open(std::clamp(left, 0, from - 1));
    if (t == 0.0f || left < 0 || left + 1 >= from)
      weights_.push_back(1.0f);
    else
      weights_.insert(weights_.end(), {1.0f - t, t});
  }
  void open(int first) {
    first_.push_back(first);
    begin_.push_back(weights_.size());
  }
  std::vector<int> first_;
  std::vector<std::size_t> begin_;
  std::vector<float> weights_;
};

PENUMBRA_CLONES void weigh(const float* row, float weight, float* sum, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) sum[i] = weight * row[i];
}

PENUMBRA_CLONES void add_weighed(const float* row, float weight, float* sum, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) sum[i] += weight * row[i];
}

template <int channels> void gather_columns(const Axis& axis, const float* row, int width, float* out) {
  for (int x = 0; x < width; ++x, out += channels) {
    const float* weights = axis.weights(x);
    const float* in = row + std::size_t(axis.first(x)) * channels;
    float sum[channels];
    for (int c = 0; c < channels; ++c) sum[c] = weights[0] * in[c];
    for (int k = 1; k < axis.count(x); ++k)
      for (int c = 0; c < channels; ++c) sum[c] += weights[k] * in[k * channels + c];
    for (int c = 0; c < channels; ++c) out[c] = sum[c];
  }
}

} // namespace

void resample(const RowSource& source, Size from, int channels, Size to, float* out) {
  const Axis columns(from.width, to.width), rows(from.height, to.height);
  const std::size_t length = std::size_t(from.width) * std::size_t(channels);
  const auto gather = channels == 1   ? gather_columns<1>
                      : channels == 2 ? gather_columns<2>
                      : channels == 3 ? gather_columns<3>
                                      : gather_columns<4>;
  const auto band = [&](int y) {
    thread_local std::vector<float> row, sum;
    row.resize(length);
    sum.resize(length);
    const float* weights = rows.weights(y);
    for (int k = 0; k < rows.count(y); ++k) {
      source(rows.first(y) + k, row.data());
      (k ? add_weighed : weigh)(row.data(), weights[k], sum.data(), length);
    }
    gather(columns, sum.data(), to.width,
           out + std::size_t(y) * std::size_t(to.width) * std::size_t(channels));
  };
  // Threads pay from about a megapixel read or written.
  const double work = double(std::max(from.width, to.width)) * std::max(from.height, to.height);
  parallel_for(to.height, work < 5e5 ? 1 : 0, band);
}

} // namespace penumbra
