// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/gegl_pipeline.hpp"

#include "core/error.hpp"
#include "core/image/colour.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <numeric>

namespace penumbra::gegl {
namespace {

enum { exposure, temperature, tint, saturation, contrast, highlights, shadows, blacks, sharpness };

Image sample() {
  Image photo(96, 64, 3);
  for (int y = 0; y < photo.height; ++y)
    for (int x = 0; x < photo.width; ++x)
      for (int c = 0; c < 3; ++c)
        photo.at(x, y, c) = 0.45f +
                            0.3f * std::sin(0.13f * float(x) + float(c)) * std::cos(0.11f * float(y)) +
                            0.05f * float((x / 8 + y / 8) % 2);
  return photo;
}

Image moved(int slider, double value) {
  FinishValues values{};
  values[std::size_t(slider)] = value;
  return make_gegl_pipeline()->apply(sample(), values, {96, 64});
}

double mean(const Image& image, int channel) {
  double sum = 0;
  for (std::size_t i = std::size_t(channel); i < image.pixels.size(); i += 3) sum += image.pixels[i];
  return sum / (double(image.pixels.size()) / 3);
}

double mean(const Image& image) {
  return (mean(image, 0) + mean(image, 1) + mean(image, 2)) / 3;
}

/// Mean distance of colours from their grey.
double colourfulness(const Image& image) {
  double sum = 0;
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    const float grey = (image.pixels[i] + image.pixels[i + 1] + image.pixels[i + 2]) / 3;
    for (std::size_t c = 0; c < 3; ++c) sum += std::fabs(image.pixels[i + c] - grey);
  }
  return sum;
}

/// Mean difference of neighbours.
double detail(const Image& image) {
  double sum = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = 1; x < image.width; ++x) sum += std::fabs(image.at(x, y, 1) - image.at(x - 1, y, 1));
  return sum;
}

/// Mean of the darkest (or brightest) quarter of the values.
double quarter(Image image, bool dark) {
  std::sort(image.pixels.begin(), image.pixels.end());
  const auto count = std::ptrdiff_t(image.pixels.size() / 4);
  const auto from = dark ? image.pixels.begin() : image.pixels.end() - count;
  return std::accumulate(from, from + count, 0.0) / double(count);
}

TEST(GeglPipeline, ChangesNoBitWhereAllIsNeutral) {
  const auto pipeline = make_gegl_pipeline();
  EXPECT_EQ(pipeline->apply(sample(), neutral_values(*pipeline), {96, 64}).pixels, sample().pixels);
}

TEST(GeglPipeline, ExposureScalesLight) {
  const Image photo = sample(), darker = moved(exposure, -1.5);
  for (std::size_t i = 0; i < photo.pixels.size(); i += 7)
    EXPECT_NEAR(srgb_to_linear(darker.pixels[i]), srgb_to_linear(photo.pixels[i]) * std::exp2(-1.5), 1e-4);
}

TEST(GeglPipeline, EverySliderMovesWhatItIsNamedAfterBothWays) {
  const auto warmth = [](const Image& image) { return mean(image, 0) - mean(image, 2); };
  const auto magenta = [](const Image& image) {
    return mean(image, 0) + mean(image, 2) - 2 * mean(image, 1);
  };
  const auto dark = [](const Image& image) { return quarter(image, true); };
  const auto bright = [](const Image& image) { return quarter(image, false); };
  const auto range = [&](const Image& image) { return bright(image) - dark(image); };
  const struct {
    int slider;
    std::function<double(const Image&)> measure;
  } expected[] = {{exposure, [](const Image& image) { return mean(image); }},
                  {temperature, warmth},
                  {tint, magenta},
                  {saturation, colourfulness},
                  {contrast, range},
                  {highlights, bright},
                  {shadows, dark},
                  {blacks, dark},
                  {sharpness, detail}};
  const Image photo = sample();
  for (const auto& [slider, measure] : expected) {
    EXPECT_GT(measure(moved(slider, 0.7)), measure(photo)) << "slider " << slider;
    EXPECT_LT(measure(moved(slider, -0.7)), measure(photo)) << "slider " << slider;
  }
}

TEST(GeglPipeline, StaysInRangeAtEveryExtreme) {
  for (int slider = 0; slider < finish_sliders; ++slider)
    for (const double value : {-1.0, 1.0})
      for (const float v : moved(slider, value).pixels) ASSERT_TRUE(v >= 0 && v <= 1) << slider;
}

TEST(GeglPipeline, RefusesWhatItCannotDo) {
  EXPECT_THROW(moved(contrast, 1.5), Error);
  EXPECT_THROW(moved(exposure, std::nan("")), Error);
  EXPECT_THROW(make_gegl_pipeline()->apply(Image(4, 4, 1), {}, {4, 4}), Error);
}

} // namespace
} // namespace penumbra::gegl
