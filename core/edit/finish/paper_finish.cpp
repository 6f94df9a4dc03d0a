// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/paper_finish.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

float inside(float v) {
  return std::clamp(v, 0.0f, 1.0f);
}

float sigmoid(float x) {
  return 1.0f / (1.0f + std::exp(-x));
}

/// Scales a pixel so that its largest value becomes `wanted`: HSV's value with hue and saturation kept.
void set_value(float* pixel, float value, float wanted) {
  for (int c = 0; c < 3; ++c) pixel[c] = value > 0 ? pixel[c] * (wanted / value) : wanted;
}

struct PointFormulas {
  float exposure, gain[3], saturation, contrast, highlights, shadows;

  void operator()(float* p) const {
    for (int c = 0; c < 3; ++c) p[c] = inside(inside(p[c] * exposure) * gain[c]);
    const float grey = 0.2989f * p[0] + 0.587f * p[1] + 0.114f * p[2];
    for (int c = 0; c < 3; ++c) p[c] = inside(grey + (1 + saturation) * (p[c] - grey));
    const float light = std::max(1e-6f, 0.27f * p[0] + 0.67f * p[1] + 0.06f * p[2]);
    const float curved = 0.5f - 0.5f * std::cos(float(M_PI) * std::min(light, 1.0f));
    for (int c = 0; c < 3; ++c) p[c] = inside((1 - contrast) * p[c] + contrast * p[c] * curved / light);
    float v = std::max({p[0], p[1], p[2]});
    set_value(p, v, inside(1 - (1 - v) * (1 - 13 * highlights * sigmoid(13 * (v - 1)))));
    v = std::max({p[0], p[1], p[2]});
    set_value(p, v, inside(v * (1 + 12 * shadows * (1 - sigmoid(12 * v)))));
  }
};

/// x p + blur(x) (1 - p), blur: ones with 5 in the middle, 3x3; the picture's border is kept.
Image sharpened(const Image& from, float p) {
  Image to = from;
  for (int y = 1; y + 1 < from.height; ++y)
    for (int x = 1; x + 1 < from.width; ++x)
      for (int c = 0; c < 3; ++c) {
        float sum = 4 * from.at(x, y, c);
        for (int v = -1; v <= 1; ++v)
          for (int u = -1; u <= 1; ++u) sum += from.at(x + u, y + v, c);
        to.at(x, y, c) = inside(from.at(x, y, c) * p + sum / 13 * (1 - p));
      }
  return to;
}

} // namespace

const std::array<Slider, finish_sliders>& paper_table() {
  static constexpr std::array<Slider, finish_sliders> table{{{"exposure_ev", "Exposure", -2, 2, 0},
                                                             {"wb_r_log", "Red", -0.5, 0.5, 0},
                                                             {"wb_g_log", "Green", -0.5, 0.5, 0},
                                                             {"wb_b_log", "Blue", -0.5, 0.5, 0},
                                                             {"saturation", "Saturation", -1, 1, 0},
                                                             {"contrast", "Contrast", -1, 1, 0},
                                                             {"highlights", "Highlights", -1, 1, 0},
                                                             {"shadows", "Shadows", -1, 1, 0},
                                                             {"sharpness", "Sharpness", 0, 10, 1}}};
  return table;
}

Image paper_finish(const Image& photo, const FinishValues& v) {
  const PointFormulas formulas{float(std::exp2(v[0])),
                               {float(std::exp(v[1])), float(std::exp(v[2])), float(std::exp(v[3]))},
                               float(v[4]),
                               float(v[5]),
                               float(v[6]),
                               float(v[7])};
  Image result = photo;
  for (std::size_t i = 0; i < result.pixels.size(); i += 3) formulas(result.pixels.data() + i);
  return v[8] == 1 ? result : sharpened(result, float(v[8]));
}

} // namespace penumbra
