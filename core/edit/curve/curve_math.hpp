// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export.hpp"
#include "core/image/image.hpp"

/// The arithmetic of the curve, shared by the CPU and the CUDA kernel. Every expression is written without a
/// branch, so that loops over it vectorise.
namespace penumbra::curve_math {

/// s + A s (1 - s) (ALL-E eq. 7), odd below 0; from 1 on, and for NaN, s itself.
PENUMBRA_SHARED constexpr float bend(float s, float a) {
  const float magnitude = s < 0 ? -s : s;
  const float bent = s + a * s * (1.0f - magnitude);
  return magnitude < 1.0f ? bent : s;
}

/// The guide is a picture in range; a pixel beyond it takes the strength of the nearest end, NaN that of 0.
PENUMBRA_SHARED constexpr float guide(float luma) {
  const float positive = luma > 0.0f ? luma : 0.0f;
  return positive < 1.0f ? positive : 1.0f;
}

PENUMBRA_SHARED constexpr float lerp(float from, float to, float t) {
  return from + t * (to - from);
}

/// Curve strength from the guided filter's coefficients, in [-1,1].
PENUMBRA_SHARED constexpr float strength(float slope, float offset, float guide) {
  const float a = slope * guide + offset;
  const float above = a < -1.0f ? -1.0f : a;
  return above > 1.0f ? 1.0f : above;
}

/// Where a pixel of a side lies on a map: between places `first` and `second`, `t` of the way.
struct Place {
  int first, second;
  float t;
};

/// `scale`: places of the map for each pixel; `places`: how many the map has.
PENUMBRA_SHARED constexpr Place place(int x, float scale, int places) {
  const float u = (float(x) + 0.5f) * scale - 0.5f, last = float(places - 1);
  const float inside = u < 0.0f ? 0.0f : u > last ? last : u;
  const int first = int(inside);
  return {first, first + 1 < places ? first + 1 : first, inside - float(first)};
}

/// A map of coefficients, [height][width][2 * heads]: slope and offset for each head.
struct Layer {
  const float* coefficients;
  int width, height, heads;
};

/// Value `k` of the layer between four places: along x first, as the rows of the CPU do it.
PENUMBRA_SHARED constexpr float sample(const Layer& layer, const Place& x, const Place& y, int k) {
  const int n = 2 * layer.heads;
  const float* const above = layer.coefficients + (long long)y.first * layer.width * n + k;
  const float* const below = layer.coefficients + (long long)y.second * layer.width * n + k;
  return lerp(lerp(above[(long long)x.first * n], above[(long long)x.second * n], x.t),
              lerp(below[(long long)x.first * n], below[(long long)x.second * n], x.t), y.t);
}

/// The whole work on one pixel: all layers in turn on its 1 or 3 colours, at (x, y) of a picture of `full`
/// size. A layer of one head serves all colours.
PENUMBRA_SHARED constexpr void bend_pixel(const Layer* layers, int count, int x, int y, Size full,
                                          float* colour, int colours) {
  for (int i = 0; i < count; ++i) {
    const Layer& layer = layers[i];
    const Place u = place(x, float(layer.width) / float(full.width), layer.width);
    const Place v = place(y, float(layer.height) / float(full.height), layer.height);
    const float light = guide(colours == 3 ? luma601(colour[0], colour[1], colour[2]) : colour[0]);
    for (int c = 0; c < colours; ++c) {
      const int head = layer.heads == 1 ? 0 : c;
      const float slope = sample(layer, u, v, 2 * head), offset = sample(layer, u, v, 2 * head + 1);
      colour[c] = bend(colour[c], strength(slope, offset, light));
    }
  }
}

} // namespace penumbra::curve_math
