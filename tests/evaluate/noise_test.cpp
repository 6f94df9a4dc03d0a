// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/noise.hpp"

#include "core/image/colour.hpp"
#include "core/metric/bytes.hpp"
#include "tests/metric/pictures.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

TEST(CameraNoise, IsTheSameForTheSameSeedOnly) {
  const Image photo = metric::first_picture();
  EXPECT_EQ(with_camera_noise(photo, 0.02, "a").pixels, with_camera_noise(photo, 0.02, "a").pixels);
  EXPECT_NE(with_camera_noise(photo, 0.02, "a").pixels, with_camera_noise(photo, 0.02, "b").pixels);
  EXPECT_EQ(with_camera_noise(photo, 0, "a").pixels, photo.pixels);
}

TEST(CameraNoise, HasTheDeviationOfShotAndReadNoise) {
  for (const int level : {90, 160, 220}) {
    const Image noisy = with_camera_noise(metric::flat(level, level, level, 200, 200), 0.03, "noise");
    double sum = 0, squares = 0;
    for (const float v : noisy.pixels) {
      const double light = srgb_to_linear(v);
      sum += light;
      squares += light * light;
    }
    const double count = double(noisy.pixels.size()), mean = sum / count;
    const double light = srgb_to_linear(float(level) / 255);
    EXPECT_NEAR(mean, light, 0.002) << level;
    EXPECT_NEAR(std::sqrt(squares / count - mean * mean), 0.03 * std::sqrt(light + 0.01), 0.0005) << level;
  }
}

} // namespace
} // namespace penumbra::evaluate
