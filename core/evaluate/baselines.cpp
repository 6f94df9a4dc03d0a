// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/baselines.hpp"

#include "core/edit/fusion/exposure.hpp"
#include "core/metric/bytes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/photo.hpp>

namespace penumbra::evaluate {
namespace {

using metric::Bytes;

} // namespace

Image auto_levels(const Image& image) {
  Bytes bytes = metric::to_bytes(image);
  const double count = double(bytes.rgb.size()) / 3;
  for (std::size_t c = 0; c < 3; ++c) {
    std::array<long, 256> histogram{};
    for (std::size_t i = c; i < bytes.rgb.size(); i += 3) ++histogram[bytes.rgb[i]];
    int low = -1, high = -1;
    long sum = 0;
    for (int v = 0; v < 256; ++v) {
      sum += histogram[std::size_t(v)];
      if (low < 0 && double(sum) / count > 0.006) low = v;
      if (high < 0 && double(sum) / count >= 0.994) high = v;
    }
    if (low >= high) continue;
    for (std::size_t i = c; i < bytes.rgb.size(); i += 3)
      bytes.rgb[i] =
          std::uint8_t(std::clamp(std::floor((bytes.rgb[i] - low) * 255.0 / (high - low) + 0.5), 0.0, 255.0));
  }
  return metric::from_bytes(bytes);
}

Image gamma_to_luma_100(const Image& image) {
  const Bytes bytes = metric::to_bytes(image);
  // The mean luma depends on the histograms alone.
  std::array<double, 256> weight{};
  for (std::size_t i = 0; i < bytes.rgb.size(); i += 3) {
    weight[bytes.rgb[i]] += 0.299;
    weight[bytes.rgb[i + 1]] += 0.587;
    weight[bytes.rgb[i + 2]] += 0.114;
  }
  const auto mean = [&](double gamma) {
    double sum = 0;
    for (int v = 0; v < 256; ++v) sum += weight[std::size_t(v)] * 255 * std::pow(v / 255.0, gamma);
    return sum / (double(bytes.rgb.size()) / 3);
  };
  double low = 0.01, high = 20; // the mean falls with gamma
  for (int i = 0; i < 60; ++i) (mean((low + high) / 2) > 100 ? low : high) = (low + high) / 2;
  Image out = metric::from_bytes(bytes);
  for (float& v : out.pixels) v = std::pow(v, float(low));
  return metric::from_bytes(metric::to_bytes(out));
}

Image fixed_exposures(const Image& image) {
  std::vector<cv::Mat> copies;
  for (const double ev : {-1.0, 0.0, 1.0}) {
    const Bytes bytes = metric::to_bytes(exposed(image, ev));
    const cv::Mat rgb(bytes.height, bytes.width, CV_8UC3, const_cast<std::uint8_t*>(bytes.rgb.data()));
    copies.push_back(rgb.clone());
  }
  cv::Mat fused;
  cv::createMergeMertens()->process(copies, fused);
  Image out(image.width, image.height, 3);
  std::copy_n(fused.ptr<float>(), out.pixels.size(), out.pixels.begin());
  for (float& v : out.pixels) v = std::clamp(v, 0.0f, 1.0f);
  return metric::from_bytes(metric::to_bytes(out));
}

} // namespace penumbra::evaluate
