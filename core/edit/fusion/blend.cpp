// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/blend.hpp"

#include "core/edit/curve/curve_math.hpp"
#include "core/image/colour.hpp"
#include "core/image/exp_log.hpp"
#include "core/image/guided.hpp"
#include "core/image/parallel.hpp"
#include "core/image/simd.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace penumbra {
namespace {

// Gaussian of well-exposedness, mean 0.5, sigma 0.2: log2 of it is this times the squared distance.
constexpr float exposedness_scale = -0.5f / (0.2f * 0.2f) * 1.44269504f;
constexpr float min_weight = 1e-12f; // as cv::MergeMertens, so that the sum is never 0

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
    out[i] = product[i] * exp2_of(power < 100.0f ? power : 100.0f) + min_weight;
  }
}

/// A measure to its power: 1 goes into the product as it is, any other into the exponent.
void raise_row(const float* measure, double power, float* product, float* exponent, int count) {
  if (power == 1)
    multiply_row(measure, product, count);
  else if (power != 0)
    power_row(measure, float(power), exponent, count);
}

/// A mask over the pixels of a row: its coefficients lie spread over the columns, of the map's row above and of
/// the one below.
struct MaskRow {
  const float *slope_above, *slope_below, *offset_above, *offset_below;
  float t;
};

/// weight *= locality * mask + (1 - locality)
PENUMBRA_CLONES void mask_row(const float* luma, const MaskRow row, float locality, float* weight,
                              int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) {
    const float value = curve_math::lerp(row.slope_above[i], row.slope_below[i], row.t) * luma[i] +
                        curve_math::lerp(row.offset_above[i], row.offset_below[i], row.t);
    const float above = value > 0.0f ? value : 0.0f, mask = above < 1.0f ? above : 1.0f;
    weight[i] *= locality * mask + (1 - locality);
  }
}

PENUMBRA_CLONES void scale_row(float* v, float factor, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) v[i] *= factor;
}

PENUMBRA_CLONES void add_row(const float* v, float* sum, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) sum[i] += v[i];
}

PENUMBRA_CLONES void divide_row(float* v, const float* sum, int count) {
  constexpr float min = min_weight * 1e-6f;
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) v[i] /= sum[i] > min ? sum[i] : min;
}

PENUMBRA_CLONES void detail_row(const float* colour, const float* coarse, const float* weight, float* sum,
                                int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) sum[i] += (colour[i] - coarse[i]) * weight[i];
}

PENUMBRA_CLONES void guide_row(float* v, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i) v[i] = curve_math::guide(v[i]);
}

/// Colours of interleaved pixels apart; what is not finite counts as 0.
template <int channels> inline void split_pixels(const float* p, float* const* to, int count) {
#pragma GCC ivdep
  for (int i = 0; i < count; ++i)
    for (int c = 0; c < (channels >= 3 ? 3 : 1); ++c) {
      const float v = p[i * channels + c], size = std::fabs(v);
      to[c][i] = size <= 3.4028234e38f ? v : 0.0f;
    }
}
PENUMBRA_CLONES void split_rgb(const float* p, float* const* to, int count) {
  split_pixels<3>(p, to, count);
}
PENUMBRA_CLONES void split_rgba(const float* p, float* const* to, int count) {
  split_pixels<4>(p, to, count);
}

/// A grey row with a pixel more on both sides, mirrored (OpenCV's BORDER_REFLECT_101).
void padded_grey(const BlendLayer& layer, int colours, int y, float* row, int width) {
  if (colours == 1)
    std::copy_n(layer.colour[0].ptr<float>(y), width, row + 1);
  else
    grey_row(layer.colour[0].ptr<float>(y), layer.colour[1].ptr<float>(y), layer.colour[2].ptr<float>(y),
             row + 1, width);
  row[0] = row[width > 1 ? 2 : 1];
  row[width + 1] = row[width > 1 ? width - 1 : 1];
}

/// Weight of eq. 30 without normalisation.
void weigh(const BlendLayer& layer, int colours, const FusionWeights& weights, cv::Mat& weight) {
  const int width = layer.colour[0].cols, height = layer.colour[0].rows;
  const auto count = std::size_t(width);
  std::vector<float> measure(count), product(count), exponent(count), grey(3 * (count + 2));
  float* lines[3] = {grey.data(), grey.data() + count + 2, grey.data() + 2 * (count + 2)};
  const auto mirrored = [&](int y) {
    return height == 1 ? 0 : y < 0 ? -y : y >= height ? 2 * (height - 1) - y : y;
  };
  for (const int y : {-1, 0}) padded_grey(layer, colours, mirrored(y), lines[y + 1], width);
  const float distance = exposedness_scale * float(weights.exposedness);
  for (int y = 0; y < height; ++y) {
    padded_grey(layer, colours, mirrored(y + 1), lines[2], width);
    std::fill(product.begin(), product.end(), 1.0f);
    std::fill(exponent.begin(), exponent.end(), 0.0f);
    const float* rows[3];
    for (int c = 0; c < colours; ++c) {
      rows[c] = layer.colour[c].ptr<float>(y);
      distance_row(rows[c], distance, exponent.data(), width);
    }
    contrast_row(lines[0] + 1, lines[1] + 1, lines[2] + 1, measure.data(), width);
    raise_row(measure.data(), weights.contrast, product.data(), exponent.data(), width);
    if (colours == 3) {
      saturation_row(rows[0], rows[1], rows[2], measure.data(), width);
      raise_row(measure.data(), weights.saturation, product.data(), exponent.data(), width);
    }
    weight_row(product.data(), exponent.data(), weight.ptr<float>(y), width);
    std::rotate(lines, lines + 1, lines + 3);
  }
}

/// Multiplies `weight` by what the mask of `segment` leaves of it, on a part of the picture.
void mask(const Map& masks, int segment, float locality, const cv::Mat& luma, const Rect& place, Size full,
          cv::Mat& weight) {
  const float across = float(masks.width) / float(full.width),
              down = float(masks.height) / float(full.height);
  const int width = place.width, n = masks.channels;
  std::vector<curve_math::Place> columns(static_cast<std::size_t>(width));
  for (int x = 0; x < width; ++x)
    columns[std::size_t(x)] = curve_math::place(place.x + x, across, masks.width);
  // Slopes and offsets of a row of the map, spread over the columns; rows of the picture come in order, and
  // many lie between the same two.
  std::vector<float> spread(4 * std::size_t(width));
  int kept[2] = {-1, -1};
  const auto row_of = [&](int v) {
    float* const out = spread.data() + std::size_t(v & 1) * 2 * std::size_t(width);
    if (kept[v & 1] == v) return out;
    kept[v & 1] = v;
    const float* const from =
        masks.values.data() + std::size_t(v) * std::size_t(masks.width * n) + 2 * segment;
    for (int x = 0; x < width; ++x) {
      const auto& c = columns[std::size_t(x)];
      out[x] = curve_math::lerp(from[c.first * n], from[c.second * n], c.t);
      out[width + x] = curve_math::lerp(from[c.first * n + 1], from[c.second * n + 1], c.t);
    }
    return out;
  };
  for (int y = 0; y < place.height; ++y) {
    const curve_math::Place at = curve_math::place(place.y + y, down, masks.height);
    const float *above = row_of(at.first), *below = row_of(at.second);
    mask_row(luma.ptr<float>(y), {above, below, above + width, below + width, at.t}, locality,
             weight.ptr<float>(y), width);
  }
}

cv::Mat luma_of(const std::vector<cv::Mat>& source, PlaneStack& memory) {
  if (source.size() == 1) return source[0];
  cv::Mat out = memory.take(source[0].size());
  for (int y = 0; y < out.rows; ++y) {
    grey_row(source[0].ptr<float>(y), source[1].ptr<float>(y), source[2].ptr<float>(y), out.ptr<float>(y),
             out.cols);
    guide_row(out.ptr<float>(y), out.cols); // the guide is a picture in range
  }
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
    curves_.emplace_back(plan.ev(i), plan.shoulder);
    segments_.push_back(i);
  }
  if (weights_.locality > 0) masks_ = mask_coefficients(plan.labels, int(plan.segments.size()), proxy);
}

std::vector<BlendLayer> Blend::layers_of(const std::vector<cv::Mat>& source, const Rect& place, Size full,
                                         PlaneStack& memory) const {
  const int colours = int(source.size()), width = source[0].cols, height = source[0].rows;
  const float locality = float(weights_.locality);
  cv::Mat luma, sum = memory.take(source[0].size());
  sum.setTo(0);
  if (locality > 0) luma = luma_of(source, memory);
  std::vector<BlendLayer> layers(curves_.size());
  for (std::size_t k = 0; k < layers.size(); ++k) {
    BlendLayer& layer = layers[k];
    for (int c = 0; c < colours; ++c) {
      layer.colour[c] = memory.take(source[0].size());
      for (int y = 0; y < height; ++y)
        curves_[k].row(source[std::size_t(c)].ptr<float>(y), layer.colour[c].ptr<float>(y),
                       std::size_t(width));
    }
    layer.weight = memory.take(source[0].size());
    weigh(layer, colours, weights_, layer.weight);
    if (locality > 0 && segments_[k] < 0)
      for (int y = 0; y < height; ++y)
        scale_row(layer.weight.ptr<float>(y), 1 - locality * (1 - float(weights_.input)), width);
    else if (locality > 0)
      mask(masks_, segments_[k], locality, luma, place, full, layer.weight);
    for (int y = 0; y < height; ++y) add_row(layer.weight.ptr<float>(y), sum.ptr<float>(y), width);
  }
  for (BlendLayer& layer : layers)
    for (int y = 0; y < height; ++y) divide_row(layer.weight.ptr<float>(y), sum.ptr<float>(y), width);
  return layers;
}

cv::Mat pyramid_down(const cv::Mat& plane, PlaneStack& memory) {
  cv::Mat out = memory.take((plane.rows + 1) / 2, (plane.cols + 1) / 2);
  cv::pyrDown(plane, out, out.size());
  return out;
}

cv::Mat pyramid_up(const cv::Mat& plane, cv::Size size, PlaneStack& memory) {
  cv::Mat out = memory.take(size);
  cv::pyrUp(plane, out, size);
  return out;
}

void add_detail(const cv::Mat& colour, const cv::Mat& smaller, const cv::Mat& weight, cv::Mat& sum,
                PlaneStack& memory) {
  const PlaneStack::Mark mark = memory.mark();
  const cv::Mat coarse = pyramid_up(smaller, colour.size(), memory);
  for (int y = 0; y < colour.rows; ++y)
    detail_row(colour.ptr<float>(y), coarse.ptr<float>(y), weight.ptr<float>(y), sum.ptr<float>(y),
               colour.cols);
  memory.release(mark);
}

std::vector<cv::Mat> blend_pyramids(const std::vector<BlendLayer>& layers, int levels, int threads) {
  const int colours = layers.front().colour[1].empty() ? 1 : 3, n = int(layers.size());
  // Gaussian pyramids of the weights, which serve all colours.
  std::vector<std::vector<cv::Mat>> weights(static_cast<std::size_t>(n));
  std::vector<PlaneStack> kept(static_cast<std::size_t>(n));
  parallel_for(n, threads, [&](int k) {
    std::vector<cv::Mat>& pyramid = weights[std::size_t(k)];
    pyramid.push_back(layers[std::size_t(k)].weight);
    for (int level = 0; level < levels; ++level)
      pyramid.push_back(pyramid_down(pyramid.back(), kept[std::size_t(k)]));
  });
  std::vector<cv::Mat> out(static_cast<std::size_t>(colours));
  parallel_for(colours, threads, [&](int c) {
    PlaneStack memory;
    std::vector<cv::Mat> sums;
    for (int level = 0; level <= levels; ++level) {
      const cv::Size size = weights[0][std::size_t(level)].size();
      sums.push_back(level ? memory.take(size) : cv::Mat(size, CV_32F));
      sums.back().setTo(0);
    }
    for (int k = 0; k < n; ++k) {
      const PlaneStack::Mark mark = memory.mark();
      cv::Mat colour = layers[std::size_t(k)].colour[c];
      for (int level = 0; level < levels; ++level) {
        const cv::Mat smaller = pyramid_down(colour, memory);
        add_detail(colour, smaller, weights[std::size_t(k)][std::size_t(level)], sums[std::size_t(level)],
                   memory);
        colour = smaller;
      }
      cv::Mat& top = sums.back();
      for (int y = 0; y < top.rows; ++y) {
        const float *from = colour.ptr<float>(y), *weight = weights[std::size_t(k)].back().ptr<float>(y);
        float* const to = top.ptr<float>(y);
        for (int x = 0; x < top.cols; ++x) to[x] += from[x] * weight[x];
      }
      memory.release(mark);
    }
    for (int level = levels; level-- > 0;) {
      const PlaneStack::Mark mark = memory.mark();
      cv::Mat& below = sums[std::size_t(level)];
      const cv::Mat up = pyramid_up(sums[std::size_t(level) + 1], below.size(), memory);
      for (int y = 0; y < below.rows; ++y) add_row(up.ptr<float>(y), below.ptr<float>(y), below.cols);
      memory.release(mark);
    }
    out[std::size_t(c)] = sums.front();
  });
  return out;
}

int pyramid_levels(Size size, int coarsest) {
  return std::max(0, int(std::log2(float(std::min(size.width, size.height)) / float(coarsest))));
}

std::vector<cv::Mat> planes_of(const Image& image, const Rect& place, PlaneStack& memory) {
  const int colours = image.colour_channels();
  std::vector<cv::Mat> planes;
  for (int c = 0; c < colours; ++c) planes.push_back(memory.take(place.height, place.width));
  float* rows[3];
  for (int y = 0; y < place.height; ++y) {
    for (int c = 0; c < colours; ++c) rows[c] = planes[std::size_t(c)].ptr<float>(y);
    const float* const from = image.row(place.y + y) + std::size_t(place.x) * std::size_t(image.channels);
    const auto split = image.channels == 4   ? split_rgba
                       : image.channels == 3 ? split_rgb
                       : image.channels == 2 ? split_pixels<2>
                                             : split_pixels<1>;
    split(from, rows, place.width);
    if (image.encoding == Encoding::linear)
      for (int c = 0; c < colours; ++c) linear_to_srgb_row(rows[c], std::size_t(place.width), 1, 1);
  }
  return planes;
}

cv::Mat PlaneStack::take(int rows, int cols) {
  constexpr std::size_t line = 16; // floats: 64 bytes
  const std::size_t wanted = (std::size_t(rows) * std::size_t(cols) + line - 1) / line * line;
  while (block_ < blocks_.size() && blocks_[block_].size() - used_ < wanted) ++block_, used_ = 0;
  if (block_ == blocks_.size()) {
    constexpr std::size_t first = std::size_t(1) << 20, max = std::size_t(16) << 20; // 4 and 64 MB
    const std::size_t size = blocks_.empty() ? first : std::min(max, 2 * blocks_.back().size());
    blocks_.emplace_back(std::max(wanted, size));
  }
  float* const memory = blocks_[block_].data() + used_;
  used_ += wanted;
  return {rows, cols, CV_32F, memory};
}

} // namespace penumbra
