// SPDX-License-Identifier: GPL-3.0-or-later
// What the shipped methods make of a photo stays what it is, to one 8-bit level: see golden/README.md.

#include "core/edit/finish/finish.hpp"
#include "core/model/manifest.hpp"
#include "core/tool/local_exposure.hpp"
#include "core/tool/low_light.hpp"
#include "core/tool/match_look.hpp"
#include "tests/tool/fake_host.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

namespace penumbra {
namespace {

using host::Values;

Image read_png(const std::string& path) {
  const cv::Mat picture = cv::imread(path, cv::IMREAD_COLOR);
  Image image(picture.cols, picture.rows, 3);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c) image.at(x, y, c) = float(picture.at<cv::Vec3b>(y, x)[2 - c]) / 255;
  return image;
}

cv::Mat in_8_bits(const Image& image) {
  cv::Mat picture(image.height, image.width, CV_8UC3);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c)
        picture.at<cv::Vec3b>(y, x)[2 - c] =
            std::uint8_t(std::lround(255 * std::clamp(image.at(x, y, c), 0.0f, 1.0f)));
  return picture;
}

Image photo() {
  return read_png(PENUMBRA_GOLDEN "/photo.png");
}

/// Less light: from `top` EV in the first row to `bottom` EV in the last, most of the change in the middle.
Image darkened(double top, double bottom) {
  Image image = convert(photo(), Encoding::linear);
  for (int y = 0; y < image.height; ++y) {
    const double share = 1 / (1 + std::exp(-20 * ((y + 0.5) / image.height - 0.5)));
    const auto gain = float(std::exp2(top + (bottom - top) * share));
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c) image.at(x, y, c) *= gain;
  }
  return convert(image, Encoding::srgb);
}

/// Another picture, of warm colours.
Image evening() {
  Image image(160, 120, 3);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const float u = float(x) / 160, v = float(y) / 120, wave = 0.1f * std::sin(23 * u) * std::cos(17 * v);
      image.at(x, y, 0) = 0.75f - 0.3f * v + wave;
      image.at(x, y, 1) = 0.50f - 0.2f * v + wave;
      image.at(x, y, 2) = 0.35f - 0.1f * v + wave;
    }
  return image;
}

/// What is run; `model` is that of the method.
struct Case {
  const char *name, *model;
  const host::Tool& tool;
  Image photo;
  std::vector<std::pair<const char*, nlohmann::json>> values;
  Image reference = {};
};

void PrintTo(const Case& each, std::ostream* out) {
  *out << each.name;
}

std::vector<Case> cases() {
  const Image dark = darkened(-3, -3), uneven = darkened(0, -3.5);
  const Image graded = render({make_finish_step({0.4, 0.3, -0.1, 0.2, 0.25, -0.3, 0.4})}, photo());
  const host::Tool &low_light = host::low_light_tool(), &exposure = host::local_exposure_tool(),
                   &match = host::match_look_tool();
  return {
      {"all-e", "all-e", low_light, dark, {{"method", "all-e"}}},
      {"rellie", "rellie", low_light, dark, {{"method", "rellie"}}},
      {"denoised", "rellie-denoise", low_light, dark, {{"denoise", 0.7}, {"clarity", 0.3}, {"step", 7}}},
      {"deep-exposure-ii", "deep-exposure-ii", exposure, uneven, {{"method", "deep-exposure-ii"}}},
      {"deep-exposure-ii-fast",
       "deep-exposure-ii",
       exposure,
       uneven,
       {{"method", "deep-exposure-ii"}, {"form", "fast"}}},
      {"deep-exposure-i", "deep-exposure-i", exposure, uneven, {{"method", "deep-exposure-i"}}},
      {"match-same", "match-finish", match, photo(), {{"reference", "r.png"}, {"content", "same"}}, graded},
      {"match-other",
       "match-style",
       match,
       photo(),
       {{"reference", "r.png"}, {"content", "other"}},
       evening()},
  };
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, PictureIsWhatItWasToOneLevel) {
  const Case& each = GetParam();
  Values values(each.tool.table);
  for (const auto& [id, value] : each.values) values.set(id, value);
  host::FakeHost host;
  host.photo = each.photo;
  host::Means means;
  means.make = [](const std::string& id) { return make_agent(id, PENUMBRA_TEST_MODELS); };
  means.reference = [&](const Values&) { return each.reference; };
  ASSERT_EQ(run(host, each.tool, values, means), host::Outcome::committed);

  const std::string file = std::string(PENUMBRA_GOLDEN "/") + each.name + "-v" +
                           find_model(PENUMBRA_TEST_MODELS, each.model).version + ".png";
  const cv::Mat made = in_8_bits(host.committed);
  ASSERT_GT(cv::norm(made, in_8_bits(each.photo), cv::NORM_INF), 8) << "a picture that shows nothing";
  if (std::getenv("PENUMBRA_WRITE_GOLDEN")) cv::imwrite(file, made);
  const cv::Mat golden = cv::imread(file, cv::IMREAD_COLOR);
  ASSERT_EQ(golden.size(), made.size()) << "see tests/system/golden/README.md: there is no " << file;
  EXPECT_LE(cv::norm(made, golden, cv::NORM_INF), 1) << cv::PSNR(made, golden) << " dB; " << host.title;
}

INSTANTIATE_TEST_SUITE_P(Methods, Golden, testing::ValuesIn(cases()), [](const auto& each) {
  std::string name = each.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

} // namespace
} // namespace penumbra
