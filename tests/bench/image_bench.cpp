// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.hpp"
#include "tests/bench/bench.hpp"

#include <opencv2/imgproc.hpp>

using namespace penumbra;
using namespace penumbra::test;

namespace {

void observe_large(benchmark::State& state, int channels, Encoding encoding) {
  const Image& in = photo_of(large, channels, encoding);
  for (auto _ : state) benchmark::DoNotOptimize(observe(in, 300).pixels.data());
  count_pixels(state, large);
}

void convert_large(benchmark::State& state) {
  const Image& in = photo_of(large, 3);
  for (auto _ : state) benchmark::DoNotOptimize(convert(in, Encoding::linear).pixels.data());
  count_pixels(state, large);
}

void cv_resize(benchmark::State& state) {
  const Image& in = photo_of(large, 3);
  const cv::Mat from(in.height, in.width, CV_32FC3, const_cast<float*>(in.pixels.data()));
  for (auto _ : state) {
    cv::Mat out;
    cv::resize(from, out, {300, 200}, 0, 0, cv::INTER_AREA);
    benchmark::DoNotOptimize(out.data);
  }
  count_pixels(state, large);
}

void pow_to_linear(benchmark::State& state) {
  const Image& in = photo_of(large, 3);
  for (auto _ : state) {
    Image out = in;
    for (float& v : out.pixels) v = srgb_to_linear(v);
    benchmark::DoNotOptimize(out.pixels.data());
  }
  count_pixels(state, large);
}

const bool registered = [] {
  add_benchmark("observe/24MP/RGB", [](auto& state) { observe_large(state, 3, Encoding::srgb); });
  add_benchmark("stock/24MP/cv_resize_area", cv_resize);
  add_benchmark("convert/24MP/to_linear", convert_large);
  add_benchmark("stock/24MP/pow_to_linear", pow_to_linear);
  add_benchmark("observe/24MP/RGB_linear", [](auto& state) { observe_large(state, 3, Encoding::linear); });
  add_benchmark("observe/24MP/RGBA", [](auto& state) { observe_large(state, 4, Encoding::srgb); });
  return true;
}();

} // namespace
