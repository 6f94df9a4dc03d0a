// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/fusion/fusion.hpp"
#include "core/segment/segments.hpp"
#include "tests/bench/bench.hpp"

#include <opencv2/photo.hpp>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// As the shipped policies fuse.
constexpr FusionWeights shipped{0.2, 0.2, 0.25, 0.97, 0.05, 8};

/// Four segments, one in each quarter of the picture, as an agent would expose a dark photo; or eight, two in
/// each quarter.
FusionPlan parts(int count, FusionForm form, const FusionWeights& weights) {
  FusionPlan plan;
  plan.labels = Map(64, 64);
  const int across = count / 2;
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 64; ++x)
      plan.labels.values[std::size_t(y * 64 + x)] = float(y / 32 * across + x * across / 64);
  for (int i = 0; i < count; ++i) plan.segments.push_back({1.8 - 2.5 * i / (count - 1), true});
  plan.form = form;
  plan.weights = weights;
  return plan;
}

void fuse(benchmark::State& state, Size size, FusionForm form, const FusionWeights& weights = shipped,
          int count = 4) {
  const Image& in = photo_of(size, 3);
  const std::vector<EditStep> steps{make_fusion_step(parts(count, form, weights))};
  for (auto _ : state) benchmark::DoNotOptimize(render(steps, in).pixels.data());
  count_pixels(state, size);
}

/// OpenCV's fusion of five copies that exist already; 24 megapixels would need more memory than most have.
void cv_merge(benchmark::State& state, Size size) {
  const Image& in = photo_of(size, 3);
  std::vector<cv::Mat> copies;
  for (const double ev : {0.0, 1.8, 1.1, 0.4, -0.7}) {
    const Image copy = exposed(in, ev);
    copies.push_back(cv::Mat(in.height, in.width, CV_32FC3, const_cast<float*>(copy.pixels.data())) * 255);
  }
  const auto merge = cv::createMergeMertens(1, 1, 1);
  for (auto _ : state) {
    cv::Mat out;
    merge->process(copies, out);
    benchmark::DoNotOptimize(out.data);
  }
  count_pixels(state, size);
}

void segments(benchmark::State& state) {
  const Image small = resize(photo_of(medium, 3), {64, 64});
  for (auto _ : state) benchmark::DoNotOptimize(find_segments(small).values.data());
}

const bool registered = [] {
  add_benchmark("fusion/64x64/segments", segments);
  add_benchmark("fusion/1200x900/exact_4", [](auto& state) { fuse(state, medium, FusionForm::exact); });
  add_benchmark("stock/1200x900/cv_merge_mertens", [](auto& state) { cv_merge(state, medium); });
  add_benchmark("fusion/24MP/fast_4", [](auto& state) { fuse(state, large, FusionForm::fast); });
  add_benchmark("fusion/24MP/exact_4", [](auto& state) { fuse(state, large, FusionForm::exact); });
  add_benchmark("fusion/24MP/exact_8",
                [](auto& state) { fuse(state, large, FusionForm::exact, shipped, 8); });
  add_benchmark("fusion/24MP/exact_4_as_printed",
                [](auto& state) { fuse(state, large, FusionForm::exact, {}); });
  return true;
}();

} // namespace
