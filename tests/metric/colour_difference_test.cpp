// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric/colour_difference.hpp"

#include "core/error.hpp"
#include "tests/metric/pictures.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace penumbra::metric {
namespace {

TEST(Lab, OfWhiteAndBlackAndGreyIsNeutral) {
  for (const int v : {0, 1, 17, 128, 255}) {
    const Lab lab = to_lab(v, v, v);
    EXPECT_NEAR(lab.a, 0, 1e-9);
    EXPECT_NEAR(lab.b, 0, 1e-9);
  }
  EXPECT_NEAR(to_lab(255, 255, 255).l, 100, 1e-9);
  EXPECT_NEAR(to_lab(0, 0, 0).l, 0, 1e-9);
  EXPECT_NEAR(to_lab(119, 119, 119).l, 50.03, 0.01); // the middle grey of L* = 50
}

TEST(Lab, OfThePrimariesIsAsPublished) {
  const struct {
    int r, g, b;
    Lab lab;
  } known[] = {{255, 0, 0, {53.24, 80.09, 67.20}},
               {0, 255, 0, {87.73, -86.18, 83.18}},
               {0, 0, 255, {32.30, 79.19, -107.86}},
               {255, 255, 0, {97.14, -21.55, 94.48}}};
  for (const auto& k : known) {
    const Lab lab = to_lab(k.r, k.g, k.b);
    EXPECT_NEAR(lab.l, k.lab.l, 0.02);
    EXPECT_NEAR(lab.a, k.lab.a, 0.03);
    EXPECT_NEAR(lab.b, k.lab.b, 0.03);
  }
}

/// The test data of Sharma, Wu, Dalal 2005, table 1: they cover each branch of the hue formulas.
TEST(DeltaE2000, AgreesWithTheTableOfItsAuthors) {
  const struct {
    Lab x, y;
    double difference;
  } table[] = {
      {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
      {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
      {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
      {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
      {{50, -1.1848, -84.8006}, {50, 0, -82.7485}, 1.0000},
      {{50, -0.9009, -85.5211}, {50, 0, -82.7485}, 1.0000},
      {{50, 0, 0}, {50, -1, 2}, 2.3669},
      {{50, -1, 2}, {50, 0, 0}, 2.3669},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0010}, 7.1792},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
      {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0012}, 7.2195},
      {{50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
      {{50, -0.0010, 2.4900}, {50, 0.0010, -2.4900}, 4.8045},
      {{50, -0.0010, 2.4900}, {50, 0.0011, -2.4900}, 4.7461},
      {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
      {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
      {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
      {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
      {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
      {{50, 2.5, 0}, {50, 3.1736, 0.5854}, 1.0000},
      {{50, 2.5, 0}, {50, 3.2972, 0}, 1.0000},
      {{50, 2.5, 0}, {50, 1.8634, 0.5757}, 1.0000},
      {{50, 2.5, 0}, {50, 3.2592, 0.3350}, 1.0000},
      {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
      {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
      {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
      {{35.0831, -44.1164, 3.7933}, {35.0232, -40.0716, 1.5901}, 1.8645},
      {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
      {{36.4612, 47.8580, 18.3852}, {36.2715, 50.5065, 21.2231}, 1.4146},
      {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
      {{90.9257, -0.5406, -0.9208}, {88.6381, -0.8985, -0.7239}, 1.5381},
      {{6.7747, -0.2908, -2.4247}, {5.8714, -0.0985, -2.2286}, 0.6377},
      {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
  };
  for (const auto& row : table) {
    EXPECT_NEAR(delta_e2000(row.x, row.y), row.difference, 5.1e-5)
        << row.x.l << " " << row.x.a << " " << row.x.b;
    EXPECT_NEAR(delta_e2000(row.y, row.x), row.difference, 5.1e-5)
        << row.y.l << " " << row.y.a << " " << row.y.b;
  }
}

TEST(DeltaE2000, OverAPictureIsTheMean) {
  const Image half = picture(10, 4, [](int x, int, int) { return x < 5 ? 255 : 0; });
  // black to white is 100 times nothing but lightness: 100 / S_L at L = 50, which is 1
  EXPECT_NEAR(mean_delta_e2000(half, flat(0, 0, 0, 10, 4)), 50, 1e-9);
  EXPECT_EQ(mean_delta_e2000(first_picture(), first_picture()), 0);
  EXPECT_THROW(mean_delta_e2000(flat(0, 0, 0, 3, 2), flat(0, 0, 0, 2, 3)), Error);
}

TEST(HueChange, IsTheAngleBetweenTheHues) {
  // hues of red 40.0 and green 136.0 degrees (from the Lab values above); of blue 306.3: over 0, not through
  // 180
  EXPECT_NEAR(mean_hue_change(flat(255, 0, 0), flat(0, 255, 0)), 96.0, 0.1);
  EXPECT_NEAR(mean_hue_change(flat(255, 0, 0), flat(0, 0, 255)), 93.7, 0.1);
  EXPECT_NEAR(mean_hue_change(flat(0, 0, 255), flat(255, 0, 0)), 93.7, 0.1);
}

TEST(HueChange, IgnoresGreyAndWeighsByChroma) {
  EXPECT_EQ(mean_hue_change(flat(10, 10, 10), flat(200, 200, 200)), 0);
  EXPECT_EQ(mean_hue_change(flat(255, 0, 0), flat(200, 200, 200)), 0);
  // half red turned green, half grey turned another grey: only the first half has a hue
  const auto half = [](int r, int g, int grey) {
    return picture(10, 4, [=](int x, int, int c) { return x < 5 ? (c == 0 ? r : c == 1 ? g : 0) : grey; });
  };
  EXPECT_NEAR(mean_hue_change(half(255, 0, 90), half(0, 255, 120)), 96.0, 0.1);
  // a strong colour that stays outweighs a pale one that turns
  const auto mixed = [](int r, int g, int b) {
    return picture(10, 4, [=](int x, int, int c) {
      return x < 5 ? (c == 0 ? 255 : 0) : (c == 0 ? r : c == 1 ? g : b);
    });
  };
  const double change = mean_hue_change(mixed(130, 120, 120), mixed(120, 130, 120));
  EXPECT_GT(change, 1);
  EXPECT_LT(change, 10);
}

TEST(HueChange, OfAGrowthInBrightnessAloneIsSmall) {
  EXPECT_LT(mean_hue_change(flat(60, 40, 20), flat(120, 80, 40)), 3);
}

} // namespace
} // namespace penumbra::metric
