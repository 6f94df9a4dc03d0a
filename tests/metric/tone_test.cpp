// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/tone.hpp"

#include "core/error.hpp"
#include "tests/metric/pictures.hpp"

#include <gtest/gtest.h>

namespace penumbra::metric {
namespace {

TEST(Tone, MeanLumaWeighsTheChannelsByRec601) {
  EXPECT_NEAR(mean_luma8(flat(255, 0, 0)), 76.245, 1e-9);
  EXPECT_NEAR(mean_luma8(flat(0, 255, 0)), 149.685, 1e-9);
  EXPECT_NEAR(mean_luma8(flat(0, 0, 255)), 29.07, 1e-9);
  EXPECT_NEAR(mean_luma8(flat(90, 90, 90)), 90, 1e-9);
}

TEST(Tone, AgreesWithAnIndependentProgram) {
  EXPECT_NEAR(mean_luma8(first_picture()), 131.05195833333332, 1e-9);
  EXPECT_NEAR(mean_luma8(second_picture()), 128.9202314453125, 1e-9);
  EXPECT_NEAR(clipped_share(first_picture()), 0.021809895833333332, 1e-12);
  EXPECT_EQ(clipped_share(second_picture()), 0);
}

TEST(Tone, OneChannelOf254ClipsAPixel) {
  EXPECT_EQ(clipped_share(flat(253, 253, 253)), 0);
  EXPECT_EQ(clipped_share(flat(0, 0, 254)), 1);
  const Image half = picture(10, 4, [](int x, int, int c) { return x < 5 && c == 1 ? 255 : 100; });
  EXPECT_NEAR(clipped_share(half), 0.5, 1e-12);
}

TEST(Tone, BlackIsALumaOfAtMostThree) {
  EXPECT_EQ(black_share(flat(3, 3, 2)), 1);
  EXPECT_EQ(black_share(flat(0, 0, 26)), 1); // luma 2.964
  EXPECT_EQ(black_share(flat(0, 0, 27)), 0); // luma 3.078
  EXPECT_EQ(black_share(flat(4, 4, 4)), 0);
}

TEST(Tone, RefusesAnEmptyPicture) {
  EXPECT_THROW(mean_luma8(Image()), Error);
}

} // namespace
} // namespace penumbra::metric
