// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/guided.hpp"

#include "core/error.hpp"

#include <opencv2/imgproc.hpp>
#include <utility>

namespace penumbra {
namespace {

cv::Mat plane(const Map& map, int channel) {
  const cv::Mat all(map.height, map.width, CV_32FC(map.channels), const_cast<float*>(map.values.data()));
  cv::Mat one;
  cv::extractChannel(all, one, channel);
  return one;
}

} // namespace

Map guided_coefficients(const Map& map, const Map& guide, int radius, float epsilon) {
  if (guide.channels != 1 || guide.width != map.width || guide.height != map.height)
    throw Error("A guided filter needs a guide of the size of its map.");
  const cv::Size window(2 * radius + 1, 2 * radius + 1);
  const auto mean = [&](const cv::Mat& m) {
    cv::Mat out;
    cv::boxFilter(m, out, CV_32F, window, {-1, -1}, true, cv::BORDER_REFLECT_101);
    return out;
  };
  const cv::Mat i = plane(guide, 0), mean_i = mean(i), variance = mean(i.mul(i)) - mean_i.mul(mean_i);
  Map out(map.width, map.height, 2 * map.channels);
  cv::Mat to(map.height, map.width, CV_32FC(out.channels), out.values.data());
  for (int c = 0; c < map.channels; ++c) {
    const cv::Mat p = plane(map, c), mean_p = mean(p);
    const cv::Mat a = (mean(i.mul(p)) - mean_i.mul(mean_p)) / (variance + epsilon);
    const cv::Mat b = mean_p - a.mul(mean_i);
    cv::insertChannel(mean(a), to, 2 * c);
    cv::insertChannel(mean(b), to, 2 * c + 1);
  }
  return out;
}

Map luma_map(const Image& image) {
  Map out(image.width, image.height);
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    const float* p = image.pixels.data() + i * image.channels;
    out.values[i] = image.colour_channels() == 3 ? luma601(p[0], p[1], p[2]) : p[0];
  }
  return out;
}

Map resize_map(const Map& map, Size size) {
  if (size.width == map.width && size.height == map.height) return map;
  Image image(map.width, map.height, 1);
  Map out(size.width, size.height, map.channels);
  for (int c = 0; c < map.channels; ++c) {
    for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = map.values[i * map.channels + c];
    const Image resized = resize(image, size);
    for (std::size_t i = 0; i < resized.pixels.size(); ++i)
      out.values[i * map.channels + c] = resized.pixels[i];
  }
  return out;
}

} // namespace penumbra
