// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/similarity.hpp"

#include "core/error.hpp"
#include "core/metric/bytes.hpp"
#include "core/metric/tone.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace penumbra::metric {
namespace {

constexpr int radius = 5;

/// Local means under the window; only what lies `radius` inside the picture, so no border rule matters.
cv::Mat local_mean(const cv::Mat& plane) {
  static const cv::Mat window = cv::getGaussianKernel(2 * radius + 1, 1.5, CV_64F);
  cv::Mat out;
  cv::sepFilter2D(plane, out, CV_64F, window, window);
  return out(cv::Rect(radius, radius, plane.cols - 2 * radius, plane.rows - 2 * radius));
}

double ssim_of_plane(const cv::Mat& a, const cv::Mat& b) {
  constexpr double c1 = 0.01 * 255 * 0.01 * 255, c2 = 0.03 * 255 * 0.03 * 255;
  const cv::Mat ma = local_mean(a), mb = local_mean(b);
  const cv::Mat aa = local_mean(a.mul(a)), bb = local_mean(b.mul(b)), ab = local_mean(a.mul(b));
  double sum = 0;
  for (int y = 0; y < ma.rows; ++y)
    for (int x = 0; x < ma.cols; ++x) {
      const double u = ma.at<double>(y, x), v = mb.at<double>(y, x);
      const double var_a = aa.at<double>(y, x) - u * u, var_b = bb.at<double>(y, x) - v * v;
      const double covariance = ab.at<double>(y, x) - u * v;
      sum += (2 * u * v + c1) * (2 * covariance + c2) / ((u * u + v * v + c1) * (var_a + var_b + c2));
    }
  return sum / (double(ma.rows) * ma.cols);
}

} // namespace

double psnr(const Image& a, const Image& b) {
  require_same_size(a, b);
  const Bytes x = to_bytes(a), y = to_bytes(b);
  double sum = 0;
  for (std::size_t i = 0; i < x.rgb.size(); ++i) {
    const int difference = int(x.rgb[i]) - int(y.rgb[i]);
    sum += difference * difference;
  }
  if (sum == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(255.0 * 255.0 * double(x.rgb.size()) / sum);
}

double ssim(const Image& a, const Image& b) {
  require_same_size(a, b);
  if (std::min(a.width, a.height) < 2 * radius + 1)
    throw Error("SSIM needs pictures of at least 11x11 pixels.");
  Bytes bytes[2] = {to_bytes(a), to_bytes(b)};
  cv::Mat planes[2][3];
  for (int k = 0; k < 2; ++k) {
    cv::Mat wide;
    cv::Mat(a.height, a.width, CV_8UC3, bytes[k].rgb.data()).convertTo(wide, CV_64F);
    cv::split(wide, planes[k]);
  }
  double sum = 0;
  for (int c = 0; c < 3; ++c) sum += ssim_of_plane(planes[0][c], planes[1][c]);
  return sum / 3;
}

Image match_mean(const Image& picture, const Image& reference) {
  require_same_size(picture, reference);
  Bytes bytes = to_bytes(picture);
  const double scale = mean_luma8(reference) / std::max(mean_luma8(picture), 1e-6);
  for (std::uint8_t& v : bytes.rgb) v = std::uint8_t(std::min(std::floor(v * scale + 0.5), 255.0));
  return from_bytes(bytes);
}

} // namespace penumbra::metric
