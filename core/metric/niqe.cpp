// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/niqe.hpp"

#include "core/error.hpp"
#include "core/metric/bytes.hpp"
#include "core/model/safetensors.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace penumbra::metric {
namespace {

constexpr int block_side = 96, features_per_scale = 18, feature_count = 36;
constexpr double none = std::numeric_limits<double>::quiet_NaN();
using Features = std::array<double, feature_count>;

/// Shape parameters on 0.2…10 in steps of 0.001, and the ratio E|x|^2 / E[x^2] that each of them implies for
/// a generalised Gaussian (Lasmar, Stitou, Berthoumieu 2009, eq. 8), which grows with the parameter.
struct ShapeTable {
  std::vector<double> shape, ratio;
  ShapeTable() {
    for (int i = 0; i <= 9800; ++i) {
      const double a = 0.2 + 0.001 * i;
      shape.push_back(a);
      ratio.push_back(std::pow(std::tgamma(2 / a), 2) / (std::tgamma(1 / a) * std::tgamma(3 / a)));
    }
  }
  double nearest(double wanted) const {
    if (!std::isfinite(wanted)) return shape.front();
    const auto above = std::lower_bound(ratio.begin(), ratio.end(), wanted);
    const auto i =
        std::size_t(std::clamp<std::ptrdiff_t>(above - ratio.begin(), 1, std::ptrdiff_t(ratio.size()) - 1));
    return wanted - ratio[i - 1] <= ratio[i] - wanted ? shape[i - 1] : shape[i];
  }
};

struct Fit {
  double shape, left, right; ///< asymmetric generalised Gaussian: alpha, beta_l, beta_r
};

/// Sums over the samples of one block from which an asymmetric generalised Gaussian is fitted by its moments.
struct Moments {
  double left_squares = 0, right_squares = 0, magnitudes = 0;
  long left = 0, right = 0, count = 0;

  void add(double v) {
    ++count;
    magnitudes += std::abs(v);
    if (v < 0) left_squares += v * v, ++left;
    if (v > 0) right_squares += v * v, ++right;
  }
  /// NaN on a side without samples.
  Fit fit() const {
    static const ShapeTable table;
    const double l = left ? std::sqrt(left_squares / double(left)) : none;
    const double r = right ? std::sqrt(right_squares / double(right)) : none;
    const double g = l / r, n = double(count);
    const double ratio = std::pow(magnitudes / n, 2) / ((left_squares + right_squares) / n);
    const double adjusted = ratio * (g * g * g + 1) * (g + 1) / std::pow(g * g + 1, 2);
    const double shape = table.nearest(adjusted);
    const double scale = std::sqrt(std::tgamma(1 / shape) / std::tgamma(3 / shape));
    return {shape, l * scale, r * scale};
  }
};

void block_features(const cv::Mat& block, double* out) {
  const int side = block.rows;
  Moments own;
  for (int y = 0; y < side; ++y) {
    const double* row = block.ptr<double>(y);
    for (int x = 0; x < side; ++x) own.add(row[x]);
  }
  const Fit f = own.fit();
  *out++ = f.shape;
  *out++ = (f.left + f.right) / 2;
  // Neighbours above and to the left; a block is taken as periodic.
  static constexpr int shifts[4][2] = {{0, 1}, {1, 0}, {1, 1}, {1, -1}}; // down, right
  for (const auto& shift : shifts) {
    Moments products;
    for (int y = 0; y < side; ++y) {
      const double* row = block.ptr<double>(y);
      const double* other = block.ptr<double>((y - shift[0] + side) % side);
      for (int x = 0; x < side; ++x) products.add(row[x] * other[(x - shift[1] + side) % side]);
    }
    const Fit p = products.fit();
    *out++ = p.shape;
    *out++ = (p.right - p.left) * std::tgamma(2 / p.shape) / std::tgamma(1 / p.shape);
    *out++ = p.left;
    *out++ = p.right;
  }
}

/// (y - local mean) / (local deviation + 1)
cv::Mat normalised(const cv::Mat& luma, const cv::Mat& window) {
  cv::Mat mean, squares, deviation;
  cv::filter2D(luma, mean, CV_64F, window, {-1, -1}, 0, cv::BORDER_REPLICATE);
  cv::filter2D(luma.mul(luma), squares, CV_64F, window, {-1, -1}, 0, cv::BORDER_REPLICATE);
  cv::sqrt(cv::abs(squares - mean.mul(mean)), deviation);
  return (luma - mean) / (deviation + 1.0);
}

/// Half the size by the antialiased bicubic kernel (Keys 1981, a = -0.5, stretched by 2), whose eight taps
/// lie at distances ±0.25 … ±1.75, mirrored at the border. Even sides.
cv::Mat halved(const cv::Mat& in) {
  const auto cubic = [](double x) {
    return x <= 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
  };
  cv::Mat taps(8, 1, CV_64F);
  for (int k = 0; k < 8; ++k) taps.at<double>(k) = cubic(std::abs(k - 3.5) / 2);
  taps /= cv::sum(taps)[0];
  cv::Mat smooth, out(in.rows / 2, in.cols / 2, CV_64F);
  // Anchor 3: pixel 2i of the result is the sum over the pixels 2i-3 … 2i+4.
  cv::sepFilter2D(in, smooth, CV_64F, taps, taps, {3, 3}, 0, cv::BORDER_REFLECT);
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x) out.at<double>(y, x) = smooth.at<double>(2 * y, 2 * x);
  return out;
}

cv::Mat luma_of(const Bytes& bytes, int width, int height) {
  cv::Mat luma(height, width, CV_64F);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* p = bytes.rgb.data() + (std::size_t(y) * bytes.width + x) * 3;
      luma.at<double>(y, x) = std::nearbyint((65.481 * p[0] + 128.553 * p[1] + 24.966 * p[2]) / 255 + 16);
    }
  return luma;
}

/// Distance of the features' Gaussian from the model's, with the pseudo-inverse of the pooled covariance.
double distance(const std::vector<Features>& blocks, const NiqeModel& model) {
  // Means ignore the features that a flat block lacks; the covariance ignores such blocks.
  cv::Mat difference(feature_count, 1, CV_64F);
  for (int k = 0; k < feature_count; ++k) {
    double sum = 0;
    long count = 0;
    for (const Features& f : blocks)
      if (!std::isnan(f[std::size_t(k)])) sum += f[std::size_t(k)], ++count;
    difference.at<double>(k) = model.mean[std::size_t(k)] - sum / double(count);
  }
  std::vector<Features> whole;
  std::copy_if(blocks.begin(), blocks.end(), std::back_inserter(whole), [](const Features& f) {
    return std::none_of(f.begin(), f.end(), [](double v) { return std::isnan(v); });
  });
  if (whole.size() < 2) throw Error("The picture has too little texture for NIQE.");
  const cv::Mat samples(int(whole.size()), feature_count, CV_64F, whole.data());
  cv::Mat covariance, mean;
  cv::calcCovarMatrix(samples, covariance, mean, cv::COVAR_NORMAL | cv::COVAR_ROWS);
  covariance /= double(whole.size() - 1);
  const cv::Mat pristine(feature_count, feature_count, CV_64F, const_cast<double*>(model.covariance.data()));
  const cv::SVD svd((pristine + covariance) / 2);
  const cv::Mat left = svd.u.t() * difference, right = svd.vt * difference;
  double sum = 0;
  for (int k = 0; k < feature_count; ++k)
    if (svd.w.at<double>(k) > 1e-15 * svd.w.at<double>(0))
      sum += left.at<double>(k) * right.at<double>(k) / svd.w.at<double>(k);
  return std::sqrt(sum);
}

} // namespace

NiqeModel read_niqe_model(const std::string& path) {
  const TensorFile file = read_safetensors(path);
  const auto values = [&](const char* name, const std::vector<std::int64_t>& shape) {
    const Tensor& tensor = file.get(name, shape);
    return std::vector<double>(tensor.values.begin(), tensor.values.end());
  };
  return {values("mu", {36}), values("cov", {36, 36}), values("gaussian_window", {7, 7})};
}

double niqe(const Image& image, const NiqeModel& model) {
  if (std::min(image.width, image.height) < niqe_least_side)
    throw Error("NIQE needs pictures of at least 192x192 pixels.");
  if (model.mean.size() != 36 || model.covariance.size() != 36 * 36 || model.window.size() != 49)
    throw Error("The parameters of NIQE are incomplete.");
  const int columns = image.width / block_side, rows = image.height / block_side;
  const cv::Mat window(7, 7, CV_64F, const_cast<double*>(model.window.data()));
  cv::Mat luma = luma_of(to_bytes(image), columns * block_side, rows * block_side);
  std::vector<Features> blocks(std::size_t(columns) * rows);
  for (int scale = 0; scale < 2; ++scale) {
    const cv::Mat coefficients = normalised(luma, window);
    const int side = block_side >> scale;
    for (int y = 0; y < rows; ++y)
      for (int x = 0; x < columns; ++x)
        block_features(coefficients(cv::Rect(x * side, y * side, side, side)),
                       blocks[std::size_t(y) * columns + x].data() + scale * features_per_scale);
    if (scale == 0) luma = halved(luma);
  }
  return distance(blocks, model);
}

} // namespace penumbra::metric
