// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/segment/levels.hpp"
#include "core/segment/segments.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace penumbra;

namespace {

/// A ramp from `left` to `right` across `width` columns.
Map ramp(float left, float right, int width = 101, int height = 4) {
  Map map(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      map.values[std::size_t(y * width + x)] = left + (right - left) * float(x) / float(width - 1);
  return map;
}

TEST(ExposureLevels, CutARampIntoEqualSpansTheMostLightFirst) {
  const Map ev = ramp(-1, 2), labels = exposure_levels(ev, 1.0, 8);
  EXPECT_EQ(segment_count(labels), 3);
  for (int x = 0; x < 101; ++x) {
    const float value = ev.values[std::size_t(x)];
    if (std::abs(value - 1) < 0.05f || std::abs(value) < 0.05f) continue; // at a border
    EXPECT_EQ(labels.values[std::size_t(x)], value > 1 ? 0.0f : value > 0 ? 1.0f : 2.0f) << value;
  }
}

TEST(ExposureLevels, AreAtMostAsManyAsAsked) {
  for (const int max : {1, 2, 5, 8}) EXPECT_EQ(segment_count(exposure_levels(ramp(-3, 3), 0.1, max)), max);
}

TEST(ExposureLevels, AnEvenMapIsOneSegment) {
  EXPECT_EQ(segment_count(exposure_levels(ramp(0.5f, 0.5f), 0.6, 6)), 1);
  EXPECT_EQ(segment_count(exposure_levels(ramp(0.5f, 0.9f), 0.6, 6)), 1);
}

TEST(ExposureLevels, NoneIsEmptyAndFarPlacesAlikeAreOne) {
  Map ev(10, 1);
  ev.values = {2, 2, -1, -1, -1, -1, -1, -1, 2, 2};
  const Map labels = exposure_levels(ev, 0.3, 8);
  EXPECT_EQ(segment_count(labels), 2); // of eight spans six are empty
  EXPECT_EQ(labels.values[0], 0.0f);
  EXPECT_EQ(labels.values[9], 0.0f);
  EXPECT_EQ(labels.values[5], 1.0f);
}

TEST(ExposureLevels, AFewStrayPlacesDoNotMoveTheBorders) {
  Map ev = ramp(0, 1, 100, 10);
  const Map before = exposure_levels(ev, 0.5, 4);
  ev.values[500] = 40;
  const Map after = exposure_levels(ev, 0.5, 4);
  EXPECT_EQ(segment_count(after), segment_count(before));
  for (int x = 10; x < 45; ++x) EXPECT_EQ(after.values[std::size_t(x)], before.values[std::size_t(x)]);
}

TEST(ExposureLevels, RefuseWhatIsNoMapOfExposures) {
  EXPECT_THROW(exposure_levels(Map(), 0.5, 4), Error);
  EXPECT_THROW(exposure_levels(Map(4, 4, 2), 0.5, 4), Error);
  EXPECT_THROW(exposure_levels(Map(4, 4), 0, 4), Error);
  EXPECT_THROW(exposure_levels(Map(4, 4), 0.5, 0), Error);
  Map broken(4, 4);
  broken.values[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(exposure_levels(broken, 0.5, 4), Error);
}

} // namespace
