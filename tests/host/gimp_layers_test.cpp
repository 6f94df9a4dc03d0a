// SPDX-License-Identifier: GPL-3.0-or-later
// Layers, selections and parasites in real GIMP, with the fake agent's known edit.

#include "core/tool/low_light.hpp"
#include "tests/host/gimp_fixture.hpp"
#include "tests/host/known_edit.hpp"

#include <cmath>

namespace penumbra::test {
namespace {

class GimpLayers : public GimpTest {
 protected:
  Photo make(int channels = 3, Precision precision = Precision::u8) {
    return make_photo(gimp(), test_picture(60, 40, channels), precision);
  }
  std::string id(int item) { return std::to_string(item); }
  std::string selection_of(const Photo& photo) {
    return bytes_of(gimp(), gimp().eval_int("(car (gimp-image-get-selection " + id(photo.image) + "))"));
  }
  void select(const Photo& photo, const std::string& rectangle, int feather = 0) {
    gimp().eval("(gimp-image-select-rectangle " + id(photo.image) + " CHANNEL-OP-REPLACE " + rectangle + ")");
    if (feather) gimp().eval("(gimp-selection-feather " + id(photo.image) + " " + id(feather) + ")");
  }
  /// Checks that `after` is the known edit of `before` inside of a rectangle, and `before` itself outside.
  static void expect_inside(const Values& before, const Values& after, int x0, int y0, int x1, int y1) {
    for (int y = 0; y < before.height; ++y)
      for (int x = 0; x < before.width; ++x)
        for (int c = 0; c < before.channels; ++c) {
          const bool inside = x >= x0 && x < x1 && y >= y0 && y < y1;
          const float expected = inside ? enhanced(before.at(x, y, c)) : before.at(x, y, c);
          ASSERT_NEAR(after.at(x, y, c), expected, inside ? rounding(Precision::u8) : 0.0) << x << "," << y;
        }
  }
};

TEST_F(GimpLayers, OnlyTheSelectionChanges) {
  const Photo photo = make();
  const Values before = values_of(gimp(), photo);
  select(photo, "10 5 30 20");
  gimp().eval(enhance(photo.image, photo.layer));
  expect_inside(before, values_of(gimp(), photo), 10, 5, 40, 25);
}

TEST_F(GimpLayers, OutsideOfTheSelectionFloatsAreTheSameBitForBit) {
  const Photo photo = make(4, Precision::float_linear);
  const std::string before = bytes_of(gimp(), photo.layer);
  select(photo, "10 5 30 20", 6);
  const std::string selection = selection_of(photo);
  gimp().eval(enhance(photo.image, photo.layer));
  const std::string after = bytes_of(gimp(), photo.layer);
  constexpr std::size_t pixel = 4 * sizeof(float);
  const std::size_t selected = selection.size() / (60 * 40); // bytes of a pixel of the selection
  std::size_t untouched = 0, changed = 0;
  for (std::size_t i = 0; i < 60 * 40; ++i) {
    const std::string coverage = selection.substr(i * selected, selected);
    const bool outside = coverage.find_first_not_of('\0') == std::string::npos;
    const bool same = after.compare(i * pixel, pixel, before, i * pixel, pixel) == 0;
    ASSERT_TRUE(same || !outside) << i;
    untouched += outside;
    changed += !same;
  }
  EXPECT_GT(untouched, 100u);
  EXPECT_GT(changed, 100u);
}

TEST_F(GimpLayers, ASoftSelectionBlends) {
  const Photo photo = make(1, Precision::u16);
  const Values before = values_of(gimp(), photo);
  select(photo, "15 0 30 40", 8);
  gimp().eval(enhance(photo.image, photo.layer));
  const Values after = values_of(gimp(), photo);
  int between = 0;
  for (int x = 1; x < 59; ++x) {
    const float original = before.at(x, 20, 0), full = enhanced(original), got = after.at(x, 20, 0);
    ASSERT_GE(got, original - 1e-4f) << x;
    ASSERT_LE(got, full + 1e-4f) << x;
    between += got > original + 0.05f * (full - original) && got < original + 0.95f * (full - original);
  }
  EXPECT_GE(between, 8) << "the edge is soft over a few pixels on each side";
  EXPECT_NEAR(after.at(30, 20, 0), enhanced(before.at(30, 20, 0)), 1e-4f) << "the middle has the whole edit";
}

TEST_F(GimpLayers, LayerOffsetsAreRespected) {
  const Photo photo = make();
  gimp().eval("(gimp-layer-set-offsets " + id(photo.layer) + " -20 10)");
  const Values before = values_of(gimp(), photo);
  select(photo, "0 0 30 30"); // of the image; on the layer x 20…50, y -10…20
  gimp().eval(enhance(photo.image, photo.layer));
  expect_inside(before, values_of(gimp(), photo), 20, 0, 50, 20);
}

TEST_F(GimpLayers, ALayerLargerThanTheImageIsEditedWhole) {
  const Photo photo = make();
  gimp().eval("(gimp-image-resize " + id(photo.image) + " 20 20 -5 -5)");
  const Values before = values_of(gimp(), photo);
  gimp().eval(enhance(photo.image, photo.layer));
  expect_inside(before, values_of(gimp(), photo), 0, 0, 60, 40);
}

TEST_F(GimpLayers, ANewLayerIsNamedPlacedAndCarriesItsRecipe) {
  const Photo photo = make(4);
  gimp().eval("(gimp-layer-set-offsets " + id(photo.layer) + " 3 -4)");
  const std::string before = bytes_of(gimp(), photo.layer);
  const Values original = values_of(gimp(), photo);
  gimp().eval(enhance(photo.image, photo.layer, {.steps = 6, .strength = "1.0", .output = 1}));

  EXPECT_EQ(bytes_of(gimp(), photo.layer), before) << "the original layer is as it was";
  const auto layers = layers_of(gimp(), photo.image);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(layers[1], photo.layer);
  const int made = layers[0];
  EXPECT_EQ(name_of(gimp(), made), "Auto Enhance Low Light (ALL-E, step 4 of 6)");
  EXPECT_EQ(gimp().eval("(gimp-drawable-offsets " + id(made) + ")"), "(3 -4)");
  const Values after = values_of(gimp(), photo, made);
  for (std::size_t i = 0; i < after.values.size(); ++i) {
    const bool alpha = i % 4 == 3;
    const bool kept =
        alpha || original.values[i / 4 * 4 + 3] == 0; // nor does anything change beyond the border
    ASSERT_NEAR(after.values[i], kept ? original.values[i] : enhanced(original.values[i]),
                kept ? 0.0 : rounding(Precision::u8));
  }

  // It survives being saved with the image, and says how the layer was made.
  const std::string file = gimp().file("saved.xcf");
  gimp().eval("(gimp-xcf-save 0 " + id(photo.image) + " " + id(made) + " " + quoted(file) + " " +
              quoted(file) + ")");
  const int opened = gimp().eval_int("(car (gimp-file-load 1 " + quoted(file) + " " + quoted(file) + "))");
  const int layer = layers_of(gimp(), opened).at(0);
  const std::string recipe =
      gimp().eval_text("(caddr (car (gimp-item-get-parasite " + id(layer) + " \"penumbra-recipe\")))");
  const auto values = host::values_of_recipe(host::low_light_tool(), recipe);
  ASSERT_TRUE(values) << recipe.substr(0, 200);
  EXPECT_EQ(values->get<int>("steps"), 6);
  EXPECT_EQ(values->get<int>("step"), -1);
  EXPECT_EQ(values->get<std::string>("output"), "new-layer");
  const Recipe steps = recipe_from_json(recipe);
  EXPECT_EQ(steps.steps.size(), 4u);
  EXPECT_EQ(steps.origin["step"], 4);
}

TEST_F(GimpLayers, ANewLayerShowsTheOriginalOutsideOfTheSelection) {
  const Photo photo = make();
  const Values before = values_of(gimp(), photo);
  select(photo, "10 5 30 20");
  gimp().eval(enhance(photo.image, photo.layer, {.output = 1}));
  const auto layers = layers_of(gimp(), photo.image);
  ASSERT_EQ(layers.size(), 2u);
  expect_inside(before, values_of(gimp(), photo, layers[0]), 10, 5, 40, 25);
}

TEST_F(GimpLayers, ANewLayerStaysInTheGroupOfItsOriginal) {
  const Photo photo = make();
  const int group = gimp().eval_int("(car (gimp-layer-group-new " + id(photo.image) + "))");
  gimp().eval("(gimp-image-insert-layer " + id(photo.image) + " " + id(group) + " 0 0)");
  const int inner = gimp().eval_int("(car (gimp-layer-copy " + id(photo.layer) + " FALSE))");
  gimp().eval("(gimp-image-insert-layer " + id(photo.image) + " " + id(inner) + " " + id(group) + " 0)");
  gimp().eval(enhance(photo.image, inner, {.output = 1}));
  EXPECT_EQ(gimp().eval_int("(car (gimp-item-get-children " + id(group) + "))"), 2);
  const int active = gimp().eval_int("(car (gimp-image-get-active-layer " + id(photo.image) + "))");
  EXPECT_EQ(gimp().eval_int("(car (gimp-item-get-parent " + id(active) + "))"), group);
  EXPECT_EQ(name_of(gimp(), active), "Auto Enhance Low Light (ALL-E, step 4 of 6)");
}

TEST_F(GimpLayers, ALayerWithLockedPixelsGivesANewOneThatIsNotLocked) {
  const Photo photo = make();
  gimp().eval("(gimp-item-set-lock-content " + id(photo.layer) + " TRUE)");
  gimp().eval(enhance(photo.image, photo.layer, {.output = 1}));
  const auto layers = layers_of(gimp(), photo.image);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(gimp().eval_int("(car (gimp-item-get-lock-content " + id(layers[0]) + "))"), 0);
  EXPECT_NE(bytes_of(gimp(), layers[0]), bytes_of(gimp(), photo.layer));
}

TEST_F(GimpLayers, ALayersMaskIsLeftAlone) {
  const Photo photo = make(4);
  const int mask = gimp().eval_int("(car (gimp-layer-create-mask " + id(photo.layer) + " ADD-MASK-ALPHA))");
  gimp().eval("(gimp-layer-add-mask " + id(photo.layer) + " " + id(mask) + ")");
  const std::string before = bytes_of(gimp(), mask);
  const Values original = values_of(gimp(), photo);
  gimp().eval(enhance(photo.image, photo.layer));
  EXPECT_EQ(bytes_of(gimp(), mask), before);
  EXPECT_NEAR(values_of(gimp(), photo).at(20, 20, 0), enhanced(original.at(20, 20, 0)),
              rounding(Precision::u8));
}

TEST_F(GimpLayers, AFloatingSelectionIsEditedInPlace) {
  const Photo photo = make(4);
  select(photo, "10 5 30 20");
  const int floating = gimp().eval_int("(car (gimp-selection-float " + id(photo.layer) + " 0 0))");
  const Values before = values_of(gimp(), photo, floating);
  gimp().eval(enhance(photo.image, floating));
  const Values after = values_of(gimp(), photo, floating);
  ASSERT_EQ(after.width, before.width);
  for (std::size_t i = 0; i < after.values.size(); ++i)
    ASSERT_NEAR(after.values[i], i % 4 == 3 ? before.values[i] : enhanced(before.values[i]),
                rounding(Precision::u8))
        << i;
}

} // namespace
} // namespace penumbra::test
