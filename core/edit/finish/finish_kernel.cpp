// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/finish_kernel.hpp"

#include "core/image/colour.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

constexpr int chunk = 512; // pixels at a time: all rows stay in the nearest cache

struct Tone {
  float pull, push, shadows, contrast, fade, crush;

  [[gnu::always_inline]] float operator()(float v) const {
    float e = v > 0.0f ? v : 0.0f;
    const float square = e * e;
    return after_pull(e / std::sqrt(std::sqrt(1.0f + pull * square * square)));
  }
  [[gnu::always_inline]] float after_pull(float e) const {
    e = e < 1.0f ? e : 1.0f;
    e = e + push * (1.0f - e) * e * e * e;
    const float u = 1.0f - e;
    e = e + shadows * e * u * u * u;
    e = e + contrast * (e * e * (3.0f - 2.0f * e) - e);
    const float w = 1.0f - e;
    e = e + (fade - crush) * w * w * w;
    e = e > 0.0f ? e : 0.0f;
    return e < 1.0f ? e : 1.0f;
  }
};

Tone tone_of(const FinishFactors& f) {
  return {f.pull, f.push, f.shadows, f.contrast, f.fade, f.crush};
}

PENUMBRA_CLONES void balance3(float* r, float* g, float* b, const float* gain, const float* balance,
                              int count) {
  const float gr = gain[0], gg = gain[1], gb = gain[2];
  const float br = 0.2126f * balance[0], bg = 0.7152f * balance[1], bb = 0.0722f * balance[2];
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float lr = r[i] > 0.0f ? r[i] : 0.0f, lg = g[i] > 0.0f ? g[i] : 0.0f,
                lb = b[i] > 0.0f ? b[i] : 0.0f;
    const float before = 0.2126f * lr + 0.7152f * lg + 0.0722f * lb;
    const float after = br * lr + bg * lg + bb * lb;
    const float scale = before / (after + 1e-12f);
    r[i] = lr * gr * scale;
    g[i] = lg * gg * scale;
    b[i] = lb * gb * scale;
  }
}

PENUMBRA_CLONES void multiply(float* v, float gain, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) v[i] *= gain;
}

PENUMBRA_CLONES void tone_row(float* v, const Tone tone, int count) {
  if (tone.pull == 0) { // the same without the roots, which take most of the time
#pragma GCC ivdep
    for (int i = 0; i < count; ++i) v[i] = tone.after_pull(v[i] > 0.0f ? v[i] : 0.0f);
    return;
  }
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) v[i] = tone(v[i]);
}

[[gnu::always_inline]] inline float inside(float v) {
  const float positive = v > 0.0f ? v : 0.0f;
  return positive < 1.0f ? positive : 1.0f;
}

PENUMBRA_CLONES void saturate3(float* r, float* g, float* b, float saturation, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float y = luma601(r[i], g[i], b[i]);
    float max = r[i] > g[i] ? r[i] : g[i], min = r[i] < g[i] ? r[i] : g[i];
    max = max > b[i] ? max : b[i];
    min = min < b[i] ? min : b[i];
    // As far as the colour that is nearest to its end, above or below, can go.
    const float above = (1.0f - y) / (max - y + 1e-6f), below = y / (y - min + 1e-6f);
    const float room = above < below ? above : below, wide = room > 1.0f ? room : 1.0f;
    const float factor = saturation < wide ? saturation : wide;
    r[i] = inside(y + factor * (r[i] - y));
    g[i] = inside(y + factor * (g[i] - y));
    b[i] = inside(y + factor * (b[i] - y));
  }
}

/// To [0,1]; what was not finite is put back.
PENUMBRA_CLONES void limit(float* v, const float* before, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float size = std::fabs(before[i]), result = inside(v[i]);
    v[i] = size <= 3.4e38f ? result : before[i];
  }
}

PENUMBRA_CLONES void luma3(const float* p, int channels, float* out, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float* const v = p + i * channels;
    out[i] = inside(luma601(v[0], v[1], v[2]));
  }
}

PENUMBRA_CLONES void scale_row(const float* from, float weight, float* out, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) out[i] = weight * from[i];
}

PENUMBRA_CLONES void add_rows(const float* above, const float* below, float weight, float* out, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) out[i] += weight * (above[i] + below[i]);
}

/// A plane of luma, or of means of its blocks.
struct Plane {
  int width, height;
  std::vector<float> values;
  Plane(int width_, int height_)
      : width(width_), height(height_), values(std::size_t(width_) * std::size_t(height_)) {}
  float* row(int y) { return values.data() + std::size_t(y) * std::size_t(width); }
  const float* row(int y) const { return values.data() + std::size_t(y) * std::size_t(width); }
};

Plane luma_of(const Image& tile) {
  Plane luma(tile.width, tile.height);
  for (int y = 0; y < tile.height; ++y) {
    const float* from = tile.row(y);
    float* to = luma.row(y);
    if (tile.channels >= 3)
      luma3(from, tile.channels, to, tile.width);
    else
      for (int x = 0; x < tile.width; ++x) to[x] = inside(from[std::size_t(x) * std::size_t(tile.channels)]);
  }
  return luma;
}

/// Means of the blocks of the picture's own grid that the tile touches.
Plane block_means(const Plane& luma, int x, int y, int block) {
  const int left = x / block, top = y / block;
  Plane means((x + luma.width - 1) / block - left + 1, (y + luma.height - 1) / block - top + 1);
  for (int v = 0; v < means.height; ++v)
    for (int u = 0; u < means.width; ++u) {
      const int x0 = std::max(0, (left + u) * block - x),
                x1 = std::min(luma.width, (left + u + 1) * block - x);
      const int y0 = std::max(0, (top + v) * block - y),
                y1 = std::min(luma.height, (top + v + 1) * block - y);
      float sum = 0;
      for (int j = y0; j < y1; ++j)
        for (int i = x0; i < x1; ++i) sum += luma.row(j)[i];
      means.row(v)[u] = sum / float((x1 - x0) * (y1 - y0));
    }
  return means;
}

/// The Gaussian, along x and then y; places beyond the border count as the border.
void blur_plane(Plane& plane, const std::vector<float>& taps) {
  const int reach = int(taps.size()) - 1;
  std::vector<float> padded(std::size_t(plane.width + 2 * reach));
  for (int y = 0; y < plane.height; ++y) {
    float* const row = plane.row(y);
    for (int i = 0; i < int(padded.size()); ++i)
      padded[std::size_t(i)] = row[std::clamp(i - reach, 0, plane.width - 1)];
    const float* const middle = padded.data() + reach;
    scale_row(middle, taps[0], row, plane.width);
    for (int k = 1; k <= reach; ++k) add_rows(middle - k, middle + k, taps[std::size_t(k)], row, plane.width);
  }
  const Plane across = plane;
  for (int y = 0; y < plane.height; ++y) {
    scale_row(across.row(y), taps[0], plane.row(y), plane.width);
    for (int k = 1; k <= reach; ++k)
      add_rows(across.row(std::max(0, y - k)), across.row(std::min(plane.height - 1, y + k)),
               taps[std::size_t(k)], plane.row(y), plane.width);
  }
}

/// Where a pixel of the picture lies between the middles of blocks, counted from block `first`.
struct Between {
  int first, second;
  float t;
};

/// In the picture's own coordinates, so that it is the same in every tile.
Between between(int x, int block, int first, int count) {
  const float u = (float(x) + 0.5f) / float(block) - 0.5f, whole = std::floor(u);
  const int k = int(whole) - first;
  return {std::clamp(k, 0, count - 1), std::clamp(k + 1, 0, count - 1), u - whole};
}

/// Those of a row, apart.
struct Columns {
  std::vector<int> first, second;
  std::vector<float> t;
  explicit Columns(int count)
      : first(std::size_t(count)), second(std::size_t(count)), t(std::size_t(count)) {}
  void set(int u, const Between& column) {
    const auto i = std::size_t(u);
    first[i] = column.first, second[i] = column.second, t[i] = column.t;
  }
};

/// What sharpness adds to a row: its luma less the blurred one, which lies between the rows `above` and
/// `below`.
PENUMBRA_CLONES void changes(const Columns& columns, const float* above, const float* below, float t,
                             const float* luma, float amount, float* out, int count) {
  const int *const first = columns.first.data(), *const second = columns.second.data();
  const float* const s = columns.t.data();
#pragma GCC ivdep
  for (int u = 0; u < count; ++u) {
    const float high = above[first[u]] + s[u] * (above[second[u]] - above[first[u]]);
    const float low = below[first[u]] + s[u] * (below[second[u]] - below[first[u]]);
    out[u] = amount * (luma[u] - (high + t * (low - high)));
  }
}

/// Pixels that are not finite are kept.
template <int channels, int colours> inline void add_to_pixels(float* p, const float* change, int count) {
#pragma GCC ivdep
  for (int u = 0; u < count; ++u)
    for (int c = 0; c < colours; ++c) {
      const float value = p[u * channels + c], result = inside(value + change[u]);
      p[u * channels + c] = std::fabs(value) <= 3.4e38f ? result : value;
    }
}
PENUMBRA_CLONES void add_to_rgb(float* p, const float* change, int count) {
  add_to_pixels<3, 3>(p, change, count);
}
PENUMBRA_CLONES void add_to_rgba(float* p, const float* change, int count) {
  add_to_pixels<4, 3>(p, change, count);
}

} // namespace

FinishFactors::FinishFactors(const FinishValues& v) {
  const auto [exposure, temperature, tint, colour_, contrast_, highlights, shadows_, blacks, sharpness_] = v;
  const double ev = std::exp2(exposure);
  const double gains[3] = {std::exp(0.6 * temperature), std::exp(-0.4 * tint), std::exp(-0.6 * temperature)};
  for (int c = 0; c < 3; ++c) gain[c] = float(ev * gains[c]), balance[c] = float(gains[c]);
  light = exposure != 0 || temperature != 0 || tint != 0;
  pull = float(highlights < 0 ? -1.5 * highlights : 0);
  push = float(highlights > 0 ? 0.9 * highlights : 0);
  shadows = float(shadows_ > 0 ? 2.5 * shadows_ : 0.9 * shadows_);
  contrast = float(contrast_);
  fade = float(blacks > 0 ? 0.25 * blacks : 0);
  crush = float(blacks < 0 ? -0.15 * blacks : 0);
  tone = highlights != 0 || shadows_ != 0 || contrast_ != 0 || blacks != 0;
  saturation = float(1 + colour_);
  colour = colour_ != 0;
  sharpness = float(sharpness_ > 0 ? 2 * sharpness_ : sharpness_);
}

float finish_tone(float value, const FinishValues& values) {
  return tone_of(FinishFactors(values))(value);
}

void finish_points(float* const* colour, int colours, const FinishFactors& f, int count) {
  float before[3][chunk];
  for (int begin = 0; begin < count; begin += chunk) {
    const int n = std::min(chunk, count - begin);
    float* rows[3];
    for (int c = 0; c < colours; ++c) {
      rows[c] = colour[c] + begin;
      std::copy_n(rows[c], n, before[c]);
    }
    if (f.light) {
      for (int c = 0; c < colours; ++c) srgb_to_linear_row(rows[c], std::size_t(n), 1, 1);
      if (colours == 3)
        balance3(rows[0], rows[1], rows[2], f.gain, f.balance, n);
      else
        multiply(rows[0], f.gain[0] / f.balance[0], n); // grey has no balance
      for (int c = 0; c < colours; ++c) linear_to_srgb_row(rows[c], std::size_t(n), 1, 1);
    }
    for (int c = 0; c < colours; ++c)
      if (f.tone)
        tone_row(rows[c], tone_of(f), n);
      else
        limit(rows[c], rows[c], n);
    if (f.colour && colours == 3) saturate3(rows[0], rows[1], rows[2], f.saturation, n);
    for (int c = 0; c < colours; ++c) limit(rows[c], before[c], n);
  }
}

SharpnessBlur::SharpnessBlur(Size full) {
  const double sigma = std::max(full.width, full.height) / 500.0;
  block = std::max(1, int(sigma / 2));
  const double over = sigma / block;
  double sum = 0;
  std::vector<double> weights;
  for (int k = 0; k <= int(std::ceil(3 * over)); ++k) {
    weights.push_back(std::exp(-0.5 * k * k / (over * over)));
    sum += k ? 2 * weights.back() : weights.back();
  }
  for (const double weight : weights) taps.push_back(float(weight / sum));
}

void sharpen(Image& tile, int x, int y, const SharpnessBlur& blur, float amount) {
  const Plane luma = luma_of(tile);
  Plane means = blur.block == 1 ? luma : block_means(luma, x, y, blur.block);
  blur_plane(means, blur.taps);
  const int left = x / blur.block, top = y / blur.block;
  Columns columns(tile.width);
  for (int u = 0; u < tile.width; ++u) columns.set(u, between(x + u, blur.block, left, means.width));
  std::vector<float> change(std::size_t(tile.width));
  for (int v = 0; v < tile.height; ++v) {
    const Between row = between(y + v, blur.block, top, means.height);
    changes(columns, means.row(row.first), means.row(row.second), row.t, luma.row(v), amount, change.data(),
            tile.width);
    const auto add = tile.channels == 4   ? add_to_rgba
                     : tile.channels == 3 ? add_to_rgb
                     : tile.channels == 2 ? add_to_pixels<2, 1>
                                          : add_to_pixels<1, 1>;
    add(tile.row(v), change.data(), tile.width);
  }
}

} // namespace penumbra
