// SPDX-License-Identifier: GPL-3.0-or-later
// Balance Local Exposure in real GIMP, with the fake agent's known plan.

#include "core/edit/fusion/fusion.hpp"
#include "core/image/colour.hpp"
#include "tests/host/gimp_fixture.hpp"
#include "tests/image/pictures.hpp"

#include <cmath>

namespace penumbra::test {
namespace {

class GimpExposure : public GimpTest {
 protected:
  std::string id(int item) { return std::to_string(item); }
  Photo make(Precision precision, int channels = 3) {
    const Image image = photo(240, 160, channels, 2);
    Values values{240, 160, channels, image.pixels};
    if (is_linear(precision))
      for (std::size_t i = 0; i < values.values.size(); ++i)
        if (channels % 2 || int(i) % channels != channels - 1)
          values.values[i] = srgb_to_linear(values.values[i]);
    return make_photo(gimp(), values, precision);
  }
  std::string call(const Photo& photo, int output, const std::string& method = "deep-exposure-ii",
                   int form = 0) {
    return "(plug-in-penumbra-balance-local-exposure 1 " + id(photo.image) + " " + id(photo.layer) + " " +
           quoted(method) + " 1.0 " + std::to_string(form) + " " + std::to_string(output) + ")";
  }
  /// PSNR of encoded values in [0,1].
  static double psnr_of(const Values& a, const Values& b, bool linear) {
    double sum = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      const double x = linear ? linear_to_srgb(a.values[i]) : a.values[i];
      const double y = linear ? linear_to_srgb(b.values[i]) : b.values[i];
      sum += (x - y) * (x - y);
    }
    return -10 * std::log10(sum / double(a.values.size()) + 1e-12);
  }
};

TEST_F(GimpExposure, TheLayerBecomesTheFusion) {
  const Photo photo = make(Precision::u8);
  const Values before = values_of(gimp(), photo);
  gimp().eval(call(photo, 0));
  const Values after = values_of(gimp(), photo);
  Image image(before.width, before.height, 3);
  image.pixels = before.values;
  FusionPlan plan; // as in fake_agents.cpp
  plan.labels = Map(64, 64);
  for (std::size_t i = 0; i < plan.labels.values.size(); ++i)
    plan.labels.values[i] = i % 64 < 32 ? 0.0f : 1.0f;
  plan.segments = {{1.5, true}, {-0.75, true}};
  plan.weights.locality = 0.5;
  const Image fused = render({make_fusion_step(plan)}, image);
  for (std::size_t i = 0; i < fused.pixels.size(); ++i)
    ASSERT_NEAR(after.values[i], fused.pixels[i], 2 * rounding(Precision::u8)) << i;
}

TEST_F(GimpExposure, TheStackFlattenedIsCloseToTheFusion) {
  for (const Precision precision : {Precision::u8, Precision::u16_linear, Precision::float_gamma}) {
    const Photo fused = make(precision), stacked = make(precision);
    gimp().eval(call(fused, 0));
    gimp().eval(call(stacked, 2));
    const auto layers = layers_of(gimp(), stacked.image);
    ASSERT_EQ(layers.size(), 2u) << "a group above the layer";
    EXPECT_EQ(name_of(gimp(), layers[0]), "Balance Local Exposure (DeepExposure II, 2 segments)");
    EXPECT_EQ(layers[1], stacked.layer);
    EXPECT_EQ(gimp().eval_int("(car (gimp-item-get-children " + id(layers[0]) + "))"), 3);
    const auto child = [&](int index) {
      return gimp().eval_int("(vector-ref (cadr (gimp-item-get-children " + id(layers[0]) + ")) " +
                             id(index) + ")");
    };
    EXPECT_EQ(name_of(gimp(), child(2)), "Input, 0 EV");
    EXPECT_EQ(name_of(gimp(), child(1)), "Segment 2, -0.75 EV");
    EXPECT_EQ(name_of(gimp(), child(0)), "Segment 1, +1.50 EV");
    EXPECT_EQ(bytes_of(gimp(), child(2)), bytes_of(gimp(), stacked.layer)) << "the input, untouched";
    EXPECT_EQ(gimp().eval_int("(car (gimp-layer-get-mask " + id(child(2)) + "))"), -1)
        << "the lowest is opaque";
    const int flat = gimp().eval_int("(car (gimp-image-flatten " + id(stacked.image) + "))");
    EXPECT_GE(psnr_of(values_of(gimp(), stacked, flat), values_of(gimp(), fused), is_linear(precision)), 32.0)
        << "precision " << int(precision);
  }
}

TEST_F(GimpExposure, TheStackRespectsTheSelectionAndKeepsTheLayer) {
  const Photo photo = make(Precision::u8);
  const Values before = values_of(gimp(), photo);
  gimp().eval("(gimp-image-select-rectangle " + id(photo.image) + " CHANNEL-OP-REPLACE 40 30 100 80)");
  gimp().eval(call(photo, 2));
  EXPECT_EQ(values_of(gimp(), photo).values, before.values);
  const int flat = gimp().eval_int("(car (gimp-image-flatten " + id(photo.image) + "))");
  const Values after = values_of(gimp(), photo, flat);
  double inside = 0;
  for (int y = 0; y < 160; ++y)
    for (int x = 0; x < 240; ++x)
      for (int c = 0; c < 3; ++c) {
        const double change = std::fabs(after.at(x, y, c) - before.at(x, y, c));
        if (x >= 40 && x < 140 && y >= 30 && y < 110)
          inside += change;
        else
          ASSERT_LT(change, 1.5 * rounding(Precision::u8)) << x << "," << y;
      }
  EXPECT_GT(inside / (100 * 80 * 3), 0.01);
}

TEST_F(GimpExposure, ANewLayerAndTheFastFormWork) {
  const Photo photo = make(Precision::u16, 4);
  const std::string before = bytes_of(gimp(), photo.layer);
  gimp().eval(call(photo, 1, "deep-exposure-i", 1));
  EXPECT_EQ(bytes_of(gimp(), photo.layer), before);
  const auto layers = layers_of(gimp(), photo.image);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(name_of(gimp(), layers[0]), "Balance Local Exposure (DeepExposure I, 2 segments)");
  EXPECT_NE(bytes_of(gimp(), layers[0]), before);
}

TEST_F(GimpExposure, WrongArgumentsAreRefusedWithASentence) {
  const Photo photo = make(Precision::u8);
  const std::string before = bytes_of(gimp(), photo.layer);
  EXPECT_NE(gimp().error_of(call(photo, 3)).find("it must be 0"), std::string::npos);
  EXPECT_NE(gimp().error_of(call(photo, 0, "all-e")).find("no method \"all-e\""), std::string::npos);
  EXPECT_NE(gimp().error_of(call(photo, 0, "deep-exposure-ii", 2)).find("form"), std::string::npos);
  EXPECT_EQ(bytes_of(gimp(), photo.layer), before);
}

} // namespace
} // namespace penumbra::test
