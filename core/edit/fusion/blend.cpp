#include "core/edit/fusion/blend.hpp"

#include "core/edit/curve/curve_math.hpp"
#include "core/image/colour.hpp"
#include "core/image/exp_log.hpp"
#include "core/image/guided.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace penumbra {
namespace {

// Gaussian of well-exposedness, mean 0.5, sigma 0.2: log2 of it is this times the squared distance.
constexpr float exposedness_scale = -0.5f / (0.2f * 0.2f) * 1.44269504f;
constexpr float least_weight = 1e-12f; // as cv::MergeMertens, so that the sum is never 0

PENUMBRA_CLONES void grey_row(const float* r, const float* g, const float* b, float* out, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) out[i] = luma601(r[i], g[i], b[i]);
}

/// |Laplacian| of a row between its neighbours; the row itself has a pixel more on both sides.
PENUMBRA_CLONES void contrast_row(const float* above, const float* here, const float* below, float* out,
                                  int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i)
    out[i] = std::fabs(above[i] + below[i] + here[i - 1] + here[i + 1] - 4.0f * here[i]);
}

PENUMBRA_CLONES void saturation_row(const float* r, const float* g, const float* b, float* out, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float mean = (r[i] + g[i] + b[i]) * (1.0f / 3.0f), x = r[i] - mean, y = g[i] - mean,
                z = b[i] - mean;
    out[i] = std::sqrt(x * x + y * y + z * z);
  }
}

/// Adds log2 of the exposedness to `exponent`: `scale` times the squared distance from 0.5.
PENUMBRA_CLONES void distance_row(const float* v, float scale, float* exponent, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) exponent[i] += scale * (v[i] - 0.5f) * (v[i] - 0.5f);
}

/// Adds log2(v^power) to `exponent`. As in training, a little is added so that 0 is no end.
PENUMBRA_CLONES void power_row(const float* v, float power, float* exponent, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) exponent[i] += power * log2_of(v[i] + 1e-8f);
}

PENUMBRA_CLONES void multiply_row(const float* v, float* product, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) product[i] *= v[i];
}

/// product * 2^exponent; exponents are at most 0, and 2^-100 is nothing beside the least weight.
PENUMBRA_CLONES void weight_row(const float* product, const float* exponent, float* out, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float power = exponent[i] > -100.0f ? exponent[i] : -100.0f;
    out[i] = product[i] * exp2_of(power < 100.0f ? power : 100.0f) + least_weight;
  }
}

/// A measure to its power: 1 goes into the product as it is, any other into the exponent.
void raise_row(const float* measure, double power, float* product, float* exponent, int count) {
  if (power == 1)
    multiply_row(measure, product, count);
  else if (power != 0)
    power_row(measure, float(power), exponent, count);
}

/// A grey plane with a mirrored pixel on every side (OpenCV's BORDER_REFLECT_101).
cv::Mat padded_grey(const BlendLayer& layer, int colours) {
  const cv::Mat& first = layer.colour[0];
  cv::Mat grey(first.size(), CV_32F), padded;
  if (colours == 1)
    grey = first;
  else
    for (int y = 0; y < grey.rows; ++y)
      grey_row(first.ptr<float>(y), layer.colour[1].ptr<float>(y), layer.colour[2].ptr<float>(y),
               grey.ptr<float>(y), grey.cols);
  cv::copyMakeBorder(grey, padded, 1, 1, 1, 1, cv::BORDER_REFLECT_101);
  return padded;
}

/// Weight of eq. 30 without normalisation.
cv::Mat weight_of(const BlendLayer& layer, int colours, const FusionWeights& weights) {
  const int width = layer.colour[0].cols, height = layer.colour[0].rows;
  cv::Mat weight(height, width, CV_32F);
  const cv::Mat grey = padded_grey(layer, colours);
  const auto count = std::size_t(width);
  std::vector<float> measure(count), product(count), exponent(count);
  const float distance = exposedness_scale * float(weights.exposedness);
  for (int y = 0; y < height; ++y) {
    std::fill(product.begin(), product.end(), 1.0f);
    std::fill(exponent.begin(), exponent.end(), 0.0f);
    const float* rows[3];
    for (int c = 0; c < colours; ++c) {
      rows[c] = layer.colour[c].ptr<float>(y);
      distance_row(rows[c], distance, exponent.data(), width);
    }
    contrast_row(grey.ptr<float>(y) + 1, grey.ptr<float>(y + 1) + 1, grey.ptr<float>(y + 2) + 1,
                 measure.data(), width);
    raise_row(measure.data(), weights.contrast, product.data(), exponent.data(), width);
    if (colours == 3) {
      saturation_row(rows[0], rows[1], rows[2], measure.data(), width);
      raise_row(measure.data(), weights.saturation, product.data(), exponent.data(), width);
    }
    weight_row(product.data(), exponent.data(), weight.ptr<float>(y), width);
  }
  return weight;
}

/// Mask number `segment` on a part of the picture, [place.height, place.width].
cv::Mat mask_on(const Map& masks, int segment, const cv::Mat& luma, const Rect& place, Size full) {
  using curve_math::lerp;
  const float across = float(masks.width) / float(full.width),
              down = float(masks.height) / float(full.height);
  std::vector<curve_math::Place> columns(std::size_t(place.width));
  for (int x = 0; x < place.width; ++x)
    columns[std::size_t(x)] = curve_math::place(place.x + x, across, masks.width);
  std::vector<float> slopes(std::size_t(masks.width)), offsets(slopes.size());
  cv::Mat out(place.height, place.width, CV_32F);
  const int n = masks.channels;
  for (int y = 0; y < place.height; ++y) {
    const curve_math::Place at = curve_math::place(place.y + y, down, masks.height);
    const float* const above = masks.values.data() + std::size_t(at.first) * masks.width * n + 2 * segment;
    const float* const below = masks.values.data() + std::size_t(at.second) * masks.width * n + 2 * segment;
    for (int u = 0; u < masks.width; ++u) {
      slopes[std::size_t(u)] = lerp(above[u * n], below[u * n], at.t);
      offsets[std::size_t(u)] = lerp(above[u * n + 1], below[u * n + 1], at.t);
    }
    float* const to = out.ptr<float>(y);
    const float* const guide = luma.ptr<float>(y);
    for (int x = 0; x < place.width; ++x) {
      const auto& c = columns[std::size_t(x)];
      const auto i = std::size_t(c.first), k = std::size_t(c.second);
      const float value = lerp(slopes[i], slopes[k], c.t) * guide[x] + lerp(offsets[i], offsets[k], c.t);
      to[x] = std::clamp(value, 0.0f, 1.0f);
    }
  }
  return out;
}

cv::Mat luma_of(const std::vector<cv::Mat>& source) {
  if (source.size() == 1) return source[0];
  cv::Mat out(source[0].size(), CV_32F);
  for (int y = 0; y < out.rows; ++y)
    grey_row(source[0].ptr<float>(y), source[1].ptr<float>(y), source[2].ptr<float>(y), out.ptr<float>(y),
             out.cols);
  cv::min(cv::max(out, 0.0f), 1.0f, out); // the guide is a picture in range
  return out;
}

} // namespace

Map mask_coefficients(const Map& labels, int segments, const Image& proxy) {
  Map member(labels.width, labels.height, segments);
  for (std::size_t i = 0; i < labels.values.size(); ++i)
    member.values[i * std::size_t(segments) + std::size_t(labels.values[i])] = 1.0f;
  const Map guide = luma_map(proxy);
  double sum = 0, squares = 0;
  for (const float v : guide.values) sum += v, squares += double(v) * v;
  const double count = double(guide.values.size()), variance = squares / count - sum / count * (sum / count);
  // Edges count relative to the picture's own contrast: a dark photo's are as good as a bright one's.
  const float epsilon = float(0.05 * variance) + 1e-6f;
  const int radius = std::max(2, std::max(proxy.width, proxy.height) / 24);
  return guided_coefficients(resize_map(member, {proxy.width, proxy.height}), guide, radius, epsilon);
}

Map segment_masks(const Map& labels, int segments, const Image& proxy) {
  const Map coefficients = mask_coefficients(labels, segments, proxy), guide = luma_map(proxy);
  Map out(proxy.width, proxy.height, segments);
  const auto n = std::size_t(segments);
  for (std::size_t i = 0; i < guide.values.size(); ++i) {
    const float* const from = coefficients.values.data() + i * 2 * n;
    float* const to = out.values.data() + i * n;
    float sum = 0;
    for (std::size_t k = 0; k < n; ++k)
      sum += to[k] = std::clamp(from[2 * k] * guide.values[i] + from[2 * k + 1], 0.0f, 1.0f);
    for (std::size_t k = 0; k < n; ++k) to[k] /= sum; // the largest is at least 1/n before clamping
  }
  return out;
}

Blend::Blend(const FusionPlan& plan, const Image& proxy) : weights_(plan.weights) {
  curves_.emplace_back(0.0);
  segments_.push_back(-1);
  std::vector<int> order;
  for (int i = 0; i < int(plan.segments.size()); ++i)
    if (plan.segments[std::size_t(i)].on) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return plan.ev(a) < plan.ev(b); });
  for (const int i : order) {
    curves_.emplace_back(plan.ev(i));
    segments_.push_back(i);
  }
  if (weights_.locality > 0) masks_ = mask_coefficients(plan.labels, int(plan.segments.size()), proxy);
}

std::vector<BlendLayer> Blend::layers_of(const std::vector<cv::Mat>& source, const Rect& place,
                                         Size full) const {
  const int colours = int(source.size());
  const float locality = float(weights_.locality);
  cv::Mat luma, sum = cv::Mat::zeros(source[0].size(), CV_32F);
  if (locality > 0) luma = luma_of(source);
  std::vector<BlendLayer> layers(curves_.size());
  for (std::size_t k = 0; k < layers.size(); ++k) {
    BlendLayer& layer = layers[k];
    for (int c = 0; c < colours; ++c) {
      layer.colour[c].create(source[0].size(), CV_32F);
      for (int y = 0; y < source[0].rows; ++y)
        curves_[k].row(source[std::size_t(c)].ptr<float>(y), layer.colour[c].ptr<float>(y),
                       std::size_t(source[0].cols));
    }
    layer.weight = weight_of(layer, colours, weights_);
    if (locality > 0 && segments_[k] < 0)
      layer.weight *= 1 - locality * (1 - float(weights_.input));
    else if (locality > 0)
      layer.weight =
          layer.weight.mul(locality * mask_on(masks_, segments_[k], luma, place, full) + (1 - locality));
    sum += layer.weight;
  }
  sum = cv::max(sum, least_weight * 1e-6f);
  for (BlendLayer& layer : layers) layer.weight /= sum;
  return layers;
}

std::vector<cv::Mat> blend_pyramids(std::vector<BlendLayer>& layers, int levels) {
  const int colours = layers.front().colour[1].empty() ? 1 : 3;
  std::vector<std::vector<cv::Mat>> result(std::size_t(levels) + 1,
                                           std::vector<cv::Mat>(std::size_t(colours)));
  const auto add = [&](int level, int c, const cv::Mat& detail, const cv::Mat& weight) {
    cv::Mat& to = result[std::size_t(level)][std::size_t(c)];
    if (to.empty())
      to = detail.mul(weight);
    else
      to += detail.mul(weight);
  };
  for (BlendLayer& layer : layers) {
    for (int level = 0; level <= levels; ++level) {
      for (int c = 0; c < colours; ++c) {
        if (level == levels) {
          add(level, c, layer.colour[c], layer.weight);
          continue;
        }
        cv::Mat smaller, back;
        cv::pyrDown(layer.colour[c], smaller);
        cv::pyrUp(smaller, back, layer.colour[c].size());
        add(level, c, layer.colour[c] - back, layer.weight);
        layer.colour[c] = smaller;
      }
      if (level < levels) {
        cv::Mat smaller;
        cv::pyrDown(layer.weight, smaller);
        layer.weight = smaller;
      }
    }
    layer = {};
  }
  for (int level = levels; level-- > 0;)
    for (int c = 0; c < colours; ++c) {
      cv::Mat& below = result[std::size_t(level)][std::size_t(c)];
      cv::Mat up;
      cv::pyrUp(result[std::size_t(level) + 1][std::size_t(c)], up, below.size());
      below += up;
    }
  return result.front();
}

int pyramid_levels(Size size, int coarsest) {
  return std::max(0, int(std::log2(float(std::min(size.width, size.height)) / float(coarsest))));
}

std::vector<cv::Mat> planes_of(const Image& image, const Rect& place) {
  const int colours = image.colour_channels();
  std::vector<cv::Mat> planes;
  for (int c = 0; c < colours; ++c) planes.emplace_back(place.height, place.width, CV_32F);
  for (int y = 0; y < place.height; ++y) {
    const float* const from = image.row(place.y + y) + std::size_t(place.x) * std::size_t(image.channels);
    for (int c = 0; c < colours; ++c) {
      float* const to = planes[std::size_t(c)].ptr<float>(y);
      for (int x = 0; x < place.width; ++x) {
        const float v = from[x * image.channels + c];
        to[x] = std::isfinite(v) ? v : 0.0f;
      }
      if (image.encoding == Encoding::linear) linear_to_srgb_row(to, std::size_t(place.width), 1, 1);
    }
  }
  return planes;
}

} // namespace penumbra
