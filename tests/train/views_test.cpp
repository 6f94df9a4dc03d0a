// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/train/views/views.hpp"
#include "tests/temporary_folder.hpp"

#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <torch/torch.h>

namespace penumbra {
namespace {

/// Light that names its direction: red grows with the longitude, green with the latitude.
torch::Tensor compass(int height) {
  const int width = 2 * height;
  torch::Tensor light = torch::full({3, height, width}, 0.2);
  light[0].copy_(torch::linspace(0.5 / width, 1 - 0.5 / width, width).expand({height, width}));
  light[1].copy_(
      torch::linspace(1 - 0.5 / height, 0.5 / height, height).unsqueeze(1).expand({height, width}));
  return light;
}

TEST(Views, LookWhereTheyAreTurned) {
  const torch::Tensor panorama = compass(128);
  for (const double yaw : {60.0, 180.0, 275.0})
    for (const double pitch : {-20.0, 0.0, 30.0}) {
      const torch::Tensor seen = look_at(panorama, yaw, pitch, 60, 65, 49);
      ASSERT_EQ(seen.sizes(), torch::IntArrayRef({3, 49, 65}));
      EXPECT_NEAR(seen[0][24][32].item<double>(), yaw / 360, 2e-3) << yaw;
      EXPECT_NEAR(seen[1][24][32].item<double>(), 0.5 + pitch / 180, 4e-3) << pitch;
    }
  // Half of the field of view to the right: 30 degrees further.
  const torch::Tensor level = look_at(panorama, 180, 0, 60, 400, 5);
  EXPECT_NEAR(level[0][2][399].item<double>(), 210.0 / 360, 2e-3);
  EXPECT_NEAR(level[0][2][0].item<double>(), 150.0 / 360, 2e-3);
}

TEST(Views, LookAcrossTheSeamOfThePanorama) {
  torch::Tensor panorama = torch::full({3, 64, 128}, 0.25);
  const torch::Tensor seen = look_at(panorama, 0, 0, 90, 64, 48);
  EXPECT_TRUE(torch::allclose(seen, torch::full_like(seen, 0.25), 1e-3, 1e-4));
}

TEST(Views, APhotographIsTheLightThroughTheToneCurve) {
  ViewModel model;
  model.plain_tone = 1, model.max_iso = 100, model.min_quality = 98;
  std::mt19937_64 random(1);
  torch::manual_seed(1);
  const torch::Tensor light = torch::full({3, 48, 64}, 0.09);
  const torch::Tensor darker = photograph(light, 0, model, random),
                      brighter = photograph(light, 1, model, random);
  // sRGB of 0.09 and of 0.18.
  EXPECT_NEAR(darker.mean().item<double>(), 0.3324, 4e-3);
  EXPECT_NEAR(brighter.mean().item<double>(), 0.4614, 4e-3);
  EXPECT_LT(darker.std().item<double>(), 0.02);
  model.max_iso = 100 * 256; // the noise grows with the ISO
  double noisiest = 0;
  for (int i = 0; i < 12; ++i)
    noisiest = std::max(noisiest, photograph(light, 0, model, random).std().item<double>());
  EXPECT_GT(noisiest, 2 * darker.std().item<double>());
  EXPECT_EQ(photograph(light * 100, 0, model, random).min().item<double>(), 1.0); // a sensor clips
}

/// A dim room with a window, as an OpenEXR file.
void write_room(const std::string& path, double scale) {
  cv::Mat room(128, 256, CV_32FC3, cv::Scalar::all(0.02 * scale));
  room(cv::Rect(40, 40, 30, 40)) = cv::Scalar::all(2.0 * scale);
  room(cv::Rect(150, 30, 30, 50)) = cv::Scalar::all(1.0 * scale);
  cv::imwrite(path, room);
}

TEST(Views, ReferencesShowTheDarkPlacesWell) {
  setenv("OPENCV_IO_ENABLE_OPENEXR", "1", 1);
  const test::TemporaryFolder folder;
  write_room(folder / "room.exr", 64);
  ViewModel model;
  model.per_panorama = 4, model.width = 64, model.height = 48;
  const std::vector<View> views = render_views(folder.path(), model, 3);
  ASSERT_GT(views.size(), 0u);
  for (const View& view : views) {
    EXPECT_EQ(view.light.sizes(), torch::IntArrayRef({3, 48, 64}));
    EXPECT_EQ(view.reference.scalar_type(), torch::kByte);
    EXPECT_LE(view.light.amax(0).median().item<double>(), 0.95); // highlights saved
    std::mt19937_64 random(1);
    const double shot = photograph(view.light, 0, model, random).mean().item<double>() * 255;
    EXPECT_GT(view.reference.to(torch::kFloat).mean().item<double>(), shot + 10);
  }
  std::mt19937_64 random(2);
  model.min_ev = model.max_ev = 0;
  const ViewBatch batch = sample_views(views, 5, 24, 32, model, random);
  EXPECT_EQ(batch.input.sizes(), torch::IntArrayRef({5, 3, 24, 32}));
  EXPECT_EQ(batch.reference.sizes(), batch.input.sizes());
  EXPECT_GT((batch.reference - batch.input).mean().item<double>(), 0.02);
}

TEST(Views, SaysWhatIsWrongWithAFolder) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(render_views(folder.path(), {}, 1), Error);
  EXPECT_THROW(render_views(folder / "none", {}, 1), Error);
  test::write_file(folder / "broken.exr", "no picture");
  EXPECT_THROW(render_views(folder.path(), {}, 1), Error);
  setenv("OPENCV_IO_ENABLE_OPENEXR", "1", 1);
  cv::imwrite(folder / "broken.exr", cv::Mat(64, 64, CV_32FC3, cv::Scalar::all(1)));
  EXPECT_THROW(render_views(folder.path(), {}, 1), Error); // not twice as wide as high
}

} // namespace
} // namespace penumbra
