#include "core/edit/blend.hpp"
#include "core/edit/curve_math.hpp"
#include "core/error.hpp"
#include "core/image/guided.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

// Weights of layers are decided at this long side and follow the edges of the photo to its full size.
constexpr int layers_side = 1024;

/// Tilts the weights of a pixel, w_k exp(t v_k), until the layers' lumas `v` give `wanted`: laying layers on
/// one another knows no pyramids, so the tone that these made has to come out of the weights. A few steps of
/// Newton's method; where no weights can give it, the nearest.
void tilt(std::vector<float>& weights, const std::vector<float>& v, float wanted) {
  float t = 0;
  std::vector<float> tilted = weights;
  const auto [low, high] = std::minmax_element(v.begin(), v.end());
  if (*high - *low < 1e-3f) return;
  wanted = std::clamp(wanted, *low + 0.02f * (*high - *low), *high - 0.02f * (*high - *low));
  for (int step = 0; step < 12; ++step) {
    float sum = 0, mean = 0, square = 0;
    for (std::size_t k = 0; k < v.size(); ++k) {
      tilted[k] = (weights[k] + 1e-3f) * std::exp(t * (v[k] - wanted));
      sum += tilted[k], mean += tilted[k] * v[k], square += tilted[k] * v[k] * v[k];
    }
    for (float& w : tilted) w /= sum;
    mean /= sum, square /= sum;
    const float variance = std::max(square - mean * mean, 1e-5f);
    if (std::fabs(mean - wanted) < 1e-4f) break;
    t = std::clamp(t + std::clamp((wanted - mean) / variance, -8.0f, 8.0f), -200.0f, 200.0f);
  }
  weights = tilted;
}

float luma_at(const std::vector<cv::Mat>& planes, int y, int x) {
  return luma601(planes[0].at<float>(y, x), planes[1].at<float>(y, x), planes[2].at<float>(y, x));
}

/// Weights of all layers at the size of `small`, [h,w,layers].
Map weights_of(const Blend& blend, const Image& small, int coarsest) {
  const Size size{small.width, small.height};
  const Rect whole{0, 0, size.width, size.height};
  const std::vector<BlendLayer> layers = blend.layers_of(planes_of(small, whole), whole, size);
  std::vector<BlendLayer> used = layers;
  const std::vector<cv::Mat> fused = blend_pyramids(used, pyramid_levels(size, coarsest));
  const std::size_t n = layers.size();
  Map out(size.width, size.height, int(n));
  std::vector<float> weights(n), lumas(n);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      for (std::size_t k = 0; k < n; ++k) {
        const BlendLayer& layer = layers[k];
        weights[k] = layer.weight.at<float>(y, x);
        lumas[k] = luma601(layer.colour[0].at<float>(y, x), layer.colour[1].at<float>(y, x),
                           layer.colour[2].at<float>(y, x));
      }
      tilt(weights, lumas, luma_at(fused, y, x));
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
    for (int y = 0; y < photo.height; ++y) {
      if (y % 16 == 0) progress.step(double(y) / photo.height, "Making the layers");
      const std::vector<cv::Mat> row = planes_of(photo, {0, y, photo.width, 1});
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
