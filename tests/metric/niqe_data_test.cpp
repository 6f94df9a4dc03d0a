// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/bytes.hpp"
#include "core/metric/niqe.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

namespace penumbra::metric {
namespace {

Image read(const std::string& path) {
  const cv::Mat picture = cv::imread(path, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
  Bytes bytes{picture.cols, picture.rows, {}};
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const cv::Vec3b bgr = picture.at<cv::Vec3b>(y, x);
      bytes.rgb.insert(bytes.rgb.end(), {bgr[2], bgr[1], bgr[0]});
    }
  return from_bytes(bytes);
}

/// Values of an independent implementation with the published parameters.
TEST(NiqeOnPhotographs, AgreesWithTheGoldenValues) {
  const char* data = std::getenv("PENUMBRA_DATA");
  const char* oracles = std::getenv("PENUMBRA_ORACLES");
  if (!data || !oracles) GTEST_SKIP() << "PENUMBRA_DATA and PENUMBRA_ORACLES name no pictures and parameters";
  const NiqeModel model = read_niqe_model(std::string(oracles) + "/niqe.safetensors");
  const struct {
    const char* file;
    double score;
  } golden[] = {
      {"lime_1.png", 4.0031}, {"lime_4.png", 5.2271}, {"dicm_01.jpg", 3.3569}, {"dicm_05.jpg", 3.5099}};
  for (const auto& g : golden) {
    const Image image = read(std::string(data) + "/lowlight-dev/" + g.file);
    ASSERT_FALSE(image.empty()) << g.file;
    EXPECT_NEAR(niqe(image, model), g.score, 1e-4) << g.file;
  }
}

} // namespace
} // namespace penumbra::metric
