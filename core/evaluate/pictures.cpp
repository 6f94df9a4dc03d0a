// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/pictures.hpp"

#include "core/error.hpp"
#include "core/metric/bytes.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace penumbra::evaluate {
namespace {

using metric::Bytes;

/// One side of the reduced picture: of the whole numbers around `exact`, the one that keeps the aspect best.
template <class F> int rounded_side(double exact, F deviation) {
  const int low = std::max(1, int(std::floor(exact))), high = std::max(1, int(std::ceil(exact)));
  return deviation(low) <= deviation(high) ? low : high;
}

Size thumbnail_size(int width, int height, int side) {
  const double aspect = double(width) / height;
  if (aspect <= 1)
    return {rounded_side(side * aspect, [&](int n) { return std::abs(aspect - double(n) / side); }), side};
  return {side, rounded_side(side / aspect, [&](int n) { return std::abs(aspect - double(side) / n); })};
}

double lanczos(double x) {
  const auto sinc = [](double v) {
    return v == 0 ? 1.0 : std::sin(std::numbers::pi * v) / (std::numbers::pi * v);
  };
  return std::abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
}

/// Reduces the rows of `in` to `width` pixels each. Weights are fixed-point numbers of 22 bits, as in Pillow:
/// where a value lies between two bytes, which way it rounds shows in NIQE on nearly flat pictures.
Bytes narrowed(const Bytes& in, int width) {
  constexpr int one = 1 << 22;
  const double scale = double(in.width) / width, support = 3 * scale;
  Bytes out{width, in.height, std::vector<std::uint8_t>(std::size_t(width) * in.height * 3)};
  std::vector<double> exact;
  std::vector<std::int64_t> weights;
  for (int x = 0; x < width; ++x) {
    const double centre = (x + 0.5) * scale;
    const int first = std::max(0, int(centre - support + 0.5));
    const int last = std::min(in.width, int(centre + support + 0.5));
    exact.clear();
    weights.clear();
    double sum = 0;
    for (int i = first; i < last; ++i) sum += exact.emplace_back(lanczos((i - centre + 0.5) / scale));
    for (const double w : exact) weights.push_back(std::llround(w / sum * one));
    for (int y = 0; y < in.height; ++y)
      for (int c = 0; c < 3; ++c) {
        const std::uint8_t* p = in.rgb.data() + (std::size_t(y) * in.width + first) * 3 + c;
        std::int64_t value = one / 2;
        for (const std::int64_t w : weights) value += w * *p, p += 3;
        out.rgb[(std::size_t(y) * width + x) * 3 + c] =
            std::uint8_t(std::clamp<std::int64_t>(value >> 22, 0, 255));
      }
  }
  return out;
}

Bytes transposed(const Bytes& in) {
  Bytes out{in.height, in.width, std::vector<std::uint8_t>(in.rgb.size())};
  for (int y = 0; y < in.height; ++y)
    for (int x = 0; x < in.width; ++x)
      std::copy_n(in.rgb.data() + (std::size_t(y) * in.width + x) * 3, 3,
                  out.rgb.data() + (std::size_t(x) * in.height + y) * 3);
  return out;
}

} // namespace

bool is_picture(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  static const std::array known{".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"};
  return std::find(known.begin(), known.end(), ending) != known.end();
}

Image read_picture(const std::string& path) {
  cv::Mat picture;
  try {
    picture = cv::imread(path, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  } catch (const cv::Exception& e) {
    throw Error("The picture " + path + " cannot be read: " + e.err);
  }
  if (picture.empty())
    throw Error("The picture " + path + " cannot be read; is it there, and is it a photo?");
  cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
  Bytes bytes{picture.cols, picture.rows, {}};
  bytes.rgb.assign(picture.datastart, picture.dataend);
  return metric::from_bytes(bytes);
}

Image reduced(const Image& image, int long_side) {
  if (long_side < 1 || std::max(image.width, image.height) <= long_side) return image;
  const Size size = thumbnail_size(image.width, image.height, long_side);
  const Bytes narrow = narrowed(metric::to_bytes(image), size.width);
  return metric::from_bytes(transposed(narrowed(transposed(narrow), size.height)));
}

void write_picture(const std::string& path, const Image& image) {
  Bytes bytes = metric::to_bytes(image);
  cv::Mat bgr;
  cv::cvtColor(cv::Mat(bytes.height, bytes.width, CV_8UC3, bytes.rgb.data()), bgr, cv::COLOR_RGB2BGR);
  bool written = false;
  try {
    written = cv::imwrite(path, bgr, {cv::IMWRITE_JPEG_QUALITY, 92});
  } catch (const cv::Exception&) {
    written = false;
  }
  if (!written)
    throw Error("The picture " + path +
                " cannot be written; is the folder there and the name a .jpg or .png?");
}

} // namespace penumbra::evaluate
