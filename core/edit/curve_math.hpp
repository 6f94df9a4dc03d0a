#pragma once

// The arithmetic of the curve, shared by the CPU and the CUDA kernel. constexpr makes it callable on either;
// every expression is written without a branch, so that loops over it vectorise.
namespace penumbra::curve_math {

/// s + A s (1 - s) (ALL-E eq. 7), odd below 0; from 1 on, and for NaN, s itself.
constexpr float bend(float s, float a) {
  const float magnitude = s < 0 ? -s : s;
  const float bent = s + a * s * (1.0f - magnitude);
  return magnitude < 1.0f ? bent : s;
}

/// The guide is a picture in range; a pixel beyond it takes the strength of the nearest end, NaN that of 0.
constexpr float guide(float luma) {
  const float positive = luma > 0.0f ? luma : 0.0f;
  return positive < 1.0f ? positive : 1.0f;
}

constexpr float lerp(float from, float to, float t) {
  return from + t * (to - from);
}

/// Curve strength from the guided filter's coefficients, in [-1,1].
constexpr float strength(float slope, float offset, float guide) {
  const float a = slope * guide + offset;
  const float above = a < -1.0f ? -1.0f : a;
  return above > 1.0f ? 1.0f : above;
}

/// Where pixel `x` of a side lies on a map: between places `first` and `second`, `t` of the way.
struct Place {
  int first, second;
  float t;
};

/// `scale`: places of the map for each pixel; `places`: how many the map has.
constexpr Place place(int x, float scale, int places) {
  const float u = (float(x) + 0.5f) * scale - 0.5f, last = float(places - 1);
  const float inside = u < 0.0f ? 0.0f : u > last ? last : u;
  const int first = int(inside);
  return {first, first + 1 < places ? first + 1 : first, inside - float(first)};
}

} // namespace penumbra::curve_math
