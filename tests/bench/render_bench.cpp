// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "tests/bench/bench.hpp"

#include <opencv2/core.hpp>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// Six steps with maps of the size an agent decides at.
std::vector<EditStep> episode(int heads) {
  std::vector<EditStep> steps;
  for (unsigned i = 0; i < 6; ++i) steps.push_back(make_curve_step(waves(300, 225, heads, i)));
  return steps;
}

void render_steps(benchmark::State& state, Size size, int channels, int heads = 1,
                  Encoding encoding = Encoding::srgb, int threads = 0,
                  RenderOptions::Device device = RenderOptions::Device::cpu) {
  const Image& in = photo_of(size, channels, encoding);
  const std::vector<EditStep> steps = episode(heads);
  RenderOptions options;
  options.threads = threads;
  options.device = device;
  Progress silent;
  for (auto _ : state) benchmark::DoNotOptimize(render(steps, in, silent, options).pixels.data());
  count_pixels(state, size);
}

void prepare(benchmark::State& state, int heads) {
  const Image& in = photo_of(medium, 3);
  const std::vector<EditStep> steps = episode(heads);
  for (auto _ : state) benchmark::DoNotOptimize(PreparedRecipe(steps, in, medium).margin());
}

/// What stock code offers in place of the six steps: one gamma for the whole picture.
void cv_gamma(benchmark::State& state, Size size) {
  const Image& in = photo_of(size, 3);
  const cv::Mat from(in.height, in.width, CV_32FC3, const_cast<float*>(in.pixels.data()));
  for (auto _ : state) {
    cv::Mat out;
    cv::pow(from, 0.6, out);
    benchmark::DoNotOptimize(out.data);
  }
  count_pixels(state, size);
}

/// The formula as one would write it first: six flat curves, a value at a time, on one core.
void naive_curves(benchmark::State& state) {
  const Image& in = photo_of(large, 3);
  for (auto _ : state) {
    Image out = in;
    for (int step = 0; step < 6; ++step)
      for (float& v : out.pixels) v = curve(v, 0.1f * float(step));
    benchmark::DoNotOptimize(out.pixels.data());
  }
  count_pixels(state, large);
}

void recipe_round_trip(benchmark::State& state) {
  Recipe recipe;
  recipe.steps = episode(1);
  for (auto _ : state) benchmark::DoNotOptimize(recipe_from_json(to_json(recipe)).steps.size());
}

const bool registered = [] {
  using Device = RenderOptions::Device;
  add_benchmark("render/1200x900/6_steps", [](auto& state) { render_steps(state, medium, 3); });
  add_benchmark("stock/1200x900/cv_pow_gamma", [](auto& state) { cv_gamma(state, medium); });
  add_benchmark("prepare/6_steps/1_head", [](auto& state) { prepare(state, 1); });
  add_benchmark("prepare/6_steps/3_heads", [](auto& state) { prepare(state, 3); });
  add_benchmark("recipe/6_steps/json_round_trip", recipe_round_trip);
  add_benchmark("render/24MP/6_steps", [](auto& state) { render_steps(state, large, 3); });
  add_benchmark("stock/24MP/cv_pow_gamma", [](auto& state) { cv_gamma(state, large); });
  add_benchmark("stock/24MP/naive_curves", naive_curves);
  add_benchmark("render/24MP/6_steps_3_heads", [](auto& state) { render_steps(state, large, 3, 3); });
  add_benchmark("render/24MP/6_steps_one_thread",
                [](auto& state) { render_steps(state, large, 3, 1, Encoding::srgb, 1); });
  if (!cuda_device().name.empty())
    add_benchmark("render/24MP/6_steps_cuda",
                  [](auto& state) { render_steps(state, large, 3, 1, Encoding::srgb, 0, Device::cuda); });
  add_benchmark("render/24MP/6_steps_linear",
                [](auto& state) { render_steps(state, large, 3, 1, Encoding::linear); });
  add_benchmark("render/24MP/6_steps_RGBA", [](auto& state) { render_steps(state, large, 4); });
  return true;
}();

} // namespace
