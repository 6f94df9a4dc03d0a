// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/segment/graph.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace penumbra {
namespace {

struct Edge {
  int a, b; ///< pixels
  float weight;
};

/// Every pair of neighbours twice, once from each of both: above, left, below, right of each pixel in reading
/// order. Which of several edges of one weight comes first is up to std::sort, so the order here is OpenCV's.
std::vector<Edge> edges_of(const cv::Mat& smooth) {
  std::vector<Edge> edges;
  edges.reserve(4 * smooth.total());
  const auto weight = [&](int x, int y, int u, int v) {
    const float *p = smooth.ptr<float>(y) + 3 * x, *q = smooth.ptr<float>(v) + 3 * u;
    float squares = 0;
    for (int c = 0; c < 3; ++c) {
      const double d = double(p[c] - q[c]);
      squares = float(double(squares) + d * d);
    }
    return std::sqrt(squares);
  };
  constexpr int around[4][2] = {{0, -1}, {-1, 0}, {0, 1}, {1, 0}};
  for (int y = 0; y < smooth.rows; ++y)
    for (int x = 0; x < smooth.cols; ++x)
      for (const auto& [dx, dy] : around) {
        const int u = x + dx, v = y + dy;
        if (u < 0 || v < 0 || u >= smooth.cols || v >= smooth.rows) continue;
        edges.push_back({y * smooth.cols + x, v * smooth.cols + u, weight(x, y, u, v)});
      }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.weight < b.weight; });
  return edges;
}

/// Disjoint sets of pixels.
class Sets {
 public:
  explicit Sets(int count) : parent_(std::size_t(count)), size_(std::size_t(count), 1) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }
  int root(int i) {
    int top = i;
    while (parent_[std::size_t(top)] != top) top = parent_[std::size_t(top)];
    return parent_[std::size_t(i)] = top;
  }
  int size(int root) const { return size_[std::size_t(root)]; }
  /// The root of both together: that of the larger one.
  int join(int a, int b) {
    if (size(a) < size(b)) std::swap(a, b);
    parent_[std::size_t(b)] = a;
    size_[std::size_t(a)] += size_[std::size_t(b)];
    return a;
  }

 private:
  std::vector<int> parent_, size_;
};

} // namespace

cv::Mat segment_graph(const cv::Mat& picture, double sigma, float scale, int min_size) {
  cv::Mat smooth;
  picture.convertTo(smooth, CV_32F);
  cv::GaussianBlur(smooth, smooth, {}, sigma, sigma);

  std::vector<Edge> edges = edges_of(smooth);
  const int count = int(picture.total());
  Sets sets(count);
  std::vector<float> limit(std::size_t(count), scale); // internal difference + scale / size, of each root
  for (Edge& edge : edges) {
    const int a = sets.root(edge.a), b = sets.root(edge.b);
    if (a == b || edge.weight > limit[std::size_t(a)] || edge.weight > limit[std::size_t(b)]) continue;
    const int both = sets.join(a, b);
    limit[std::size_t(both)] = edge.weight + scale / float(sets.size(both));
    edge.weight = 0;
  }
  for (const Edge& edge : edges) {
    if (!(edge.weight > 0)) continue;
    const int a = sets.root(edge.a), b = sets.root(edge.b);
    if (a != b && (sets.size(a) < min_size || sets.size(b) < min_size)) sets.join(a, b);
  }
  cv::Mat labels(picture.rows, picture.cols, CV_32S);
  std::vector<int> number(std::size_t(count), -1);
  int found = 0;
  for (int i = 0; i < count; ++i) {
    int& label = number[std::size_t(sets.root(i))];
    if (label < 0) label = found++;
    labels.ptr<int>()[i] = label;
  }
  return labels;
}

} // namespace penumbra
