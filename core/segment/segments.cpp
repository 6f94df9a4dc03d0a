// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/segment/segments.hpp"

#include "core/error.hpp"
#include "core/image/guided.hpp"
#include "core/segment/graph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <opencv2/core.hpp>

namespace penumbra {
namespace {

/// What is known of a segment while segments are joined.
struct Part {
  long area = 0;
  double sum[3] = {};
  int first = 0; ///< its first pixel in reading order
  double mean(int c) const { return sum[c] / double(area); }
};

double difference(const Part& a, const Part& b) {
  double squares = 0;
  for (int c = 0; c < 3; ++c) squares += (a.mean(c) - b.mean(c)) * (a.mean(c) - b.mean(c));
  return squares;
}

/// The picture with its 98th percentile of luma brought up to 0.9 (at most 16 times), on a scale of 0…255.
cv::Mat spread(const Image& picture) {
  Floats luma = luma_map(picture).values;
  const std::size_t rank = luma.size() * 98 / 100;
  std::nth_element(luma.begin(), luma.begin() + long(rank), luma.end());
  const float gain = std::clamp(0.9f / std::max(luma[rank], 1e-3f), 1.0f, 16.0f);
  cv::Mat out(picture.height, picture.width, CV_32FC3);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i)
    out.ptr<float>()[i] = 255.0f * std::min(1.0f, picture.pixels[i] * gain);
  return out;
}

/// Segments being joined: labels of the pixels, and the parts they name.
class Joining {
 public:
  Joining(const cv::Mat& colours, cv::Mat labels) : colours_(colours), labels_(std::move(labels)) { count(); }

  int alive() const {
    return int(std::count_if(parts_.begin(), parts_.end(), [](auto& p) { return p.area > 0; }));
  }
  /// The smallest part that is left; the first of several.
  int smallest() const {
    int found = -1;
    for (int i = 0; i < int(parts_.size()); ++i)
      if (parts_[std::size_t(i)].area > 0 &&
          (found < 0 || parts_[std::size_t(i)].area < parts_[std::size_t(found)].area))
        found = i;
    return found;
  }
  long area(int part) const { return parts_[std::size_t(part)].area; }
  /// Joins a part with the neighbour of the most similar mean colour.
  void join(int part) {
    std::vector<bool> beside(parts_.size());
    for (int y = 0; y < labels_.rows; ++y)
      for (int x = 0; x < labels_.cols; ++x) {
        const int here = labels_.at<int>(y, x);
        const auto meet = [&](int there) {
          if (here == part) beside[std::size_t(there)] = true;
          if (there == part) beside[std::size_t(here)] = true;
        };
        if (x + 1 < labels_.cols) meet(labels_.at<int>(y, x + 1));
        if (y + 1 < labels_.rows) meet(labels_.at<int>(y + 1, x));
      }
    int into = -1;
    double min = std::numeric_limits<double>::max();
    for (int i = 0; i < int(parts_.size()); ++i)
      if (i != part && beside[std::size_t(i)])
        if (const double d = difference(parts_[std::size_t(part)], parts_[std::size_t(i)]); d < min)
          min = d, into = i;
    if (into < 0) return; // alone in the picture
    labels_.setTo(into, labels_ == part);
    count();
  }
  /// Divides the only part in two at a threshold of luma (Otsu 1979), or in upper and lower half where all is
  /// of one tone.
  void divide() {
    cv::Mat grey;
    cv::transform(colours_, grey, cv::Matx13f(0.299f, 0.587f, 0.114f));
    double low = 0, high = 0;
    cv::minMaxLoc(grey, &low, &high);
    const int half = labels_.rows / 2;
    labels_.setTo(0);
    if (high - low < 1.0) {
      labels_.rowRange(half, labels_.rows).setTo(1);
    } else {
      labels_.setTo(1, grey > threshold(grey, low, high));
    }
    count();
  }

  /// Labels from the darkest part to the brightest.
  Map sorted() const {
    std::vector<int> order;
    for (int i = 0; i < int(parts_.size()); ++i)
      if (parts_[std::size_t(i)].area > 0) order.push_back(i);
    const auto luma = [&](int i) {
      const Part& p = parts_[std::size_t(i)];
      return 0.299 * p.mean(0) + 0.587 * p.mean(1) + 0.114 * p.mean(2);
    };
    std::sort(order.begin(), order.end(), [&](int a, int b) {
      return luma(a) != luma(b) ? luma(a) < luma(b)
                                : parts_[std::size_t(a)].first < parts_[std::size_t(b)].first;
    });
    std::vector<float> number(parts_.size());
    for (std::size_t i = 0; i < order.size(); ++i) number[std::size_t(order[i])] = float(i);
    Map out(labels_.cols, labels_.rows);
    for (std::size_t i = 0; i < out.values.size(); ++i)
      out.values[i] = number[std::size_t(labels_.ptr<int>()[i])];
    return out;
  }

 private:
  void count() {
    double largest = 0;
    cv::minMaxLoc(labels_, nullptr, &largest);
    parts_.assign(std::size_t(largest) + 1, {});
    for (int i = 0; i < int(labels_.total()); ++i) {
      Part& part = parts_[std::size_t(labels_.ptr<int>()[i])];
      if (part.area++ == 0) part.first = i;
      for (int c = 0; c < 3; ++c) part.sum[c] += colours_.ptr<float>()[3 * i + c];
    }
  }
  static double threshold(const cv::Mat& grey, double low, double high) {
    std::vector<float> values(grey.begin<float>(), grey.end<float>());
    std::sort(values.begin(), values.end());
    const double all = std::accumulate(values.begin(), values.end(), 0.0), n = double(values.size());
    double sum = 0, best = -1, at = (low + high) / 2;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
      sum += values[i];
      if (values[i] == values[i + 1]) continue;
      const double below = double(i + 1), gap = sum / below - (all - sum) / (n - below);
      if (const double between = below * (n - below) * gap * gap; between > best)
        best = between, at = (double(values[i]) + values[i + 1]) / 2;
    }
    return at;
  }

  cv::Mat colours_, labels_;
  std::vector<Part> parts_;
};

} // namespace

Map find_segments(const Image& picture, const SegmentSettings& settings) {
  require_pixels(picture);
  if (picture.channels != 3 || picture.width < 4 || picture.height < 4)
    throw Error("Segments are found in an RGB picture of at least 4 x 4 pixels.");
  try {
    const cv::Mat colours = spread(picture);
    const int min = std::max(1, int(std::lround(settings.min_area * double(colours.total()))));
    cv::Mat bytes;
    colours.convertTo(bytes, CV_8U);
    Joining joining(colours,
                    segment_graph(bytes, settings.smoothing, float(settings.scale), std::max(2, min / 8)));
    while (joining.alive() > settings.min) {
      const int part = joining.smallest();
      if (joining.area(part) >= min && joining.alive() <= settings.max) break;
      joining.join(part);
    }
    if (joining.alive() < settings.min) joining.divide();
    return joining.sorted();
  } catch (const cv::Exception& problem) {
    throw Error(std::string("The picture could not be divided into segments: ") + problem.what());
  }
}

int segment_count(const Map& labels) {
  if (labels.values.empty()) return 0;
  return int(*std::max_element(labels.values.begin(), labels.values.end())) + 1;
}

} // namespace penumbra
