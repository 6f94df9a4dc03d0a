// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve_math.hpp"
#include "core/edit/fusion/blend.hpp"
#include "core/error.hpp"
#include "core/image/guided.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

// Weights of layers are decided at this long side and follow the edges of the photo to its full size.
constexpr int layers_side = 1024;

/// Bends the weights of a pixel until the layers' colours `c` (three numbers each) give `wanted`, as near as
/// weights can: laying layers on one another knows no pyramids, so what these made has to come out of the
/// weights. Exponentiated gradient descent on the squared distance, which keeps weights positive and their
/// sum at 1.
void bend(std::vector<float>& weights, const std::vector<float>& c, const float* wanted) {
  float sum = 0;
  for (float& w : weights) sum += w += 1e-3f;
  for (float& w : weights) w /= sum;
  for (int step = 0; step < 40; ++step) {
    float error[3] = {-wanted[0], -wanted[1], -wanted[2]}, spread = 1e-4f;
    for (std::size_t k = 0; k < weights.size(); ++k)
      for (std::size_t i = 0; i < 3; ++i) error[i] += weights[k] * c[3 * k + i];
    if (error[0] * error[0] + error[1] * error[1] + error[2] * error[2] < 1e-6f) return;
    for (std::size_t k = 0; k < weights.size(); ++k)
      for (std::size_t i = 0; i < 3; ++i) {
        const float away = c[3 * k + i] - (error[i] + wanted[i]);
        spread += weights[k] * away * away;
      }
    sum = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      float slope = 0;
      for (std::size_t i = 0; i < 3; ++i) slope += error[i] * (c[3 * k + i] - error[i] - wanted[i]);
      sum += weights[k] *= std::exp(std::clamp(-slope / spread, -2.0f, 2.0f));
    }
    for (float& w : weights) w = std::max(w / sum, 1e-6f);
  }
}

float luma_at(const std::vector<cv::Mat>& planes, int y, int x) {
  return luma601(planes[0].at<float>(y, x), planes[1].at<float>(y, x), planes[2].at<float>(y, x));
}

/// Weights of all layers at the size of `small`, [h,w,layers].
Map weights_of(const Blend& blend, const Image& small, int coarsest) {
  const Size size{small.width, small.height};
  const Rect whole{0, 0, size.width, size.height};
  PlaneStack memory;
  const std::vector<BlendLayer> layers =
      blend.layers_of(planes_of(small, whole, memory), whole, size, memory);
  const std::vector<cv::Mat> fused = blend_pyramids(layers, pyramid_levels(size, coarsest));
  const std::size_t n = layers.size();
  Map out(size.width, size.height, int(n));
  std::vector<float> weights(n), colours(3 * n);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      for (std::size_t k = 0; k < n; ++k) {
        weights[k] = layers[k].weight.at<float>(y, x);
        for (std::size_t i = 0; i < 3; ++i) colours[3 * k + i] = layers[k].colour[i].at<float>(y, x);
      }
      const float wanted[3] = {fused[0].at<float>(y, x), fused[1].at<float>(y, x), fused[2].at<float>(y, x)};
      bend(weights, colours, wanted);
      std::copy(weights.begin(), weights.end(),
                out.values.begin() + long((std::size_t(y) * std::size_t(size.width) + std::size_t(x)) * n));
    }
  return out;
}

} // namespace

std::vector<FusionLayer> fusion_layers(const FusionPlan& plan, const Image& photo, Progress& progress) {
  progress.step(0.0, "Making the layers");
  try {
    const Image small = observe(photo, layers_side);
    const Blend blend(plan, small);
    const Map weights = weights_of(blend, small, plan.weights.coarsest);
    const int n = blend.layers();
    const Map coefficients = guided_coefficients(weights, luma_map(small), 2, 1e-4f);
    std::vector<FusionLayer> layers;
    for (int k = 0; k < n; ++k)
      layers.push_back({blend.segment_of(k), blend.segment_of(k) < 0 ? 0.0 : plan.ev(blend.segment_of(k)),
                        Map(photo.width, photo.height)});
    const float across = float(small.width) / float(photo.width),
                down = float(small.height) / float(photo.height);
    PlaneStack memory;
    for (int y = 0; y < photo.height; ++y) {
      memory.clear();
      if (y % 16 == 0) progress.step(double(y) / photo.height, "Making the layers");
      const std::vector<cv::Mat> row = planes_of(photo, {0, y, photo.width, 1}, memory);
      const curve_math::Place v = curve_math::place(y, down, small.height);
      for (int x = 0; x < photo.width; ++x) {
        const curve_math::Place u = curve_math::place(x, across, small.width);
        const float light = curve_math::guide(row.size() == 1 ? row[0].at<float>(0, x) : luma_at(row, 0, x));
        float sum = 0;
        for (int k = 0; k < n; ++k) {
          const auto value = [&](int c) {
            const auto at = [&](int i, int j) {
              return coefficients
                  .values[(std::size_t(j) * std::size_t(small.width) + std::size_t(i)) * 2 * std::size_t(n) +
                          std::size_t(c)];
            };
            return curve_math::lerp(curve_math::lerp(at(u.first, v.first), at(u.second, v.first), u.t),
                                    curve_math::lerp(at(u.first, v.second), at(u.second, v.second), u.t),
                                    v.t);
          };
          const float weight = std::clamp(value(2 * k) * light + value(2 * k + 1), 0.0f, 1.0f);
          sum += weight;
          layers[std::size_t(k)].opacity.values[std::size_t(y) * std::size_t(photo.width) + std::size_t(x)] =
              k == 0 ? 1.0f : weight / std::max(sum, 1e-6f);
        }
      }
    }
    return layers;
  } catch (const cv::Exception& problem) {
    throw Error(std::string("The layers of the fusion could not be made: ") + problem.what());
  }
}

} // namespace penumbra
