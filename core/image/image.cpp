#include "core/image/image.hpp"

#include "core/error.hpp"
#include "core/image/colour.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace penumbra {
namespace {

constexpr float largest = 65504.0f; // of a half float: far above any light, far below overflow in sums

float finite(float v) {
  return std::isnan(v) ? 0.0f : std::clamp(v, -largest, largest);
}

} // namespace

Size fit_long_side(int width, int height, int long_side) {
  if (width < 1 || height < 1) throw Error("The picture has no pixels.");
  const int side = std::max(width, height);
  if (long_side < 1 || side <= long_side) return {width, height};
  const double scale = double(long_side) / side;
  return {std::max(1, int(std::lround(width * scale))), std::max(1, int(std::lround(height * scale)))};
}

Image resize(const Image& image, Size size) {
  if (size.width < 1 || size.height < 1) throw Error("A picture cannot be resized to nothing.");
  if (image.empty()) throw Error("The picture has no pixels.");
  const int colours = image.colour_channels();
  const bool alpha = image.has_alpha();
  const auto resized = [&](const Image& source) {
    Image out(size.width, size.height, image.channels, image.encoding);
    const cv::Mat in(source.height, source.width, CV_32FC(image.channels),
                     const_cast<float*>(source.pixels.data()));
    cv::Mat to(size.height, size.width, CV_32FC(image.channels), out.pixels.data());
    const bool shrinks = size.width <= image.width && size.height <= image.height;
    cv::resize(in, to, to.size(), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return out;
  };
  const bool clean = !alpha && std::all_of(image.pixels.begin(), image.pixels.end(),
                                           [](float v) { return std::fabs(v) <= largest; });
  if (clean) return resized(image);

  Image source = image;
  const std::size_t count = std::size_t(image.width) * image.height;
  for (std::size_t i = 0; i < count; ++i) {
    float* p = source.pixels.data() + i * image.channels;
    for (int c = 0; c < image.channels; ++c) p[c] = finite(p[c]);
    if (alpha)
      for (int c = 0; c < colours; ++c) p[c] *= p[colours];
  }
  Image out = resized(source);
  if (alpha)
    for (std::size_t i = 0; i < std::size_t(size.width) * size.height; ++i) {
      float* p = out.pixels.data() + i * image.channels;
      for (int c = 0; c < colours; ++c) p[c] = p[colours] > 0 ? p[c] / p[colours] : 0.0f;
    }
  return out;
}

Image convert(const Image& image, Encoding encoding) {
  Image out = image;
  if (out.encoding == encoding) return out;
  const auto row = encoding == Encoding::srgb ? linear_to_srgb_row : srgb_to_linear_row;
  row(out.pixels.data(), std::size_t(out.width) * out.height, out.channels, out.colour_channels());
  out.encoding = encoding;
  return out;
}

Image observe(const Image& image, int long_side) {
  // Shrink first: converting a big picture would cost more than everything that follows. Averages of encoded
  // and of linear values differ a little; both are what viewers at that size show.
  const Image small =
      convert(resize(image, fit_long_side(image.width, image.height, long_side)), Encoding::srgb);
  Image out(small.width, small.height, 3, Encoding::srgb);
  const int colours = small.colour_channels();
  const std::size_t count = std::size_t(small.width) * small.height;
  double sum[3] = {0, 0, 0}, weight = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float* p = small.pixels.data() + i * small.channels;
    const float alpha = small.has_alpha() ? std::clamp(finite(p[colours]), 0.0f, 1.0f) : 1.0f;
    for (int c = 0; c < 3; ++c) {
      const float v = std::clamp(finite(p[colours == 3 ? c : 0]), 0.0f, 1.0f);
      out.pixels[i * 3 + c] = v;
      sum[c] += double(alpha) * v;
    }
    weight += alpha;
  }
  if (small.has_alpha())
    for (std::size_t i = 0; i < count; ++i) {
      const float alpha = std::clamp(finite(small.pixels[i * small.channels + colours]), 0.0f, 1.0f);
      for (int c = 0; c < 3; ++c) {
        const float mean = weight > 0 ? float(sum[c] / weight) : 0.5f;
        out.pixels[i * 3 + c] = alpha * out.pixels[i * 3 + c] + (1 - alpha) * mean;
      }
    }
  return out;
}

double mean_luma(const Image& image) {
  const std::size_t count = std::size_t(image.width) * image.height;
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const float* p = image.pixels.data() + i * image.channels;
    sum += image.colour_channels() == 3 ? luma601(p[0], p[1], p[2]) : p[0];
  }
  return count ? sum / double(count) : 0.0;
}

} // namespace penumbra
