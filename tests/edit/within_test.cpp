// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/within.hpp"

#include "core/edit/clarity/clarity.hpp"
#include "core/edit/curve/curve.hpp"
#include "core/edit/finish/finish.hpp"
#include "core/edit/fusion/fusion.hpp"
#include "core/error.hpp"

#include <gtest/gtest.h>
#include <random>

using namespace penumbra;

namespace {

const Rect place{31, 17, 240, 150};

Image scene() {
  Image out(300, 200, 3);
  std::mt19937 random(11);
  std::uniform_real_distribution<float> noise(0, 0.2f);
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 300; ++x)
      for (int c = 0; c < 3; ++c) out.at(x, y, c) = 0.4f * float(x) / 300 + noise(random);
  return out;
}

Map strengths() {
  Map map(24, 15);
  for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] = 0.3f + 0.02f * float(i % 24);
  return map;
}

EditStep fusion(FusionForm form) {
  FusionPlan plan;
  plan.labels = Map(24, 15);
  for (std::size_t i = 0; i < plan.labels.values.size(); ++i) plan.labels.values[i] = i % 24 > 11;
  plan.segments = {{1.5, true}, {0.5, true}};
  plan.form = form;
  return make_fusion_step(plan);
}

FinishValues sharper() {
  FinishValues values{};
  values[0] = 0.5, values[1] = 0.3, values[8] = 0.6;
  return values;
}

/// The part of a picture edited alone, laid back into it.
Image alone(const std::vector<EditStep>& steps, const Image& photo) {
  Image out = photo;
  paste(render(steps, crop(photo, place)), out, place.x, place.y);
  return out;
}

} // namespace

TEST(Within, EditsAPartAsIfItWereAllAndNoBitOutside) {
  const Image photo = scene();
  const Part part = part_of(place, {photo.width, photo.height});
  const std::vector<std::vector<EditStep>> recipes{
      {make_curve_step(strengths())},
      {make_curve_step(strengths()), make_clarity_step(0.5), make_curve_step(strengths())},
      {fusion(FusionForm::exact)},
      {fusion(FusionForm::fast)},
      {make_finish_step(sharper())},
      {fusion(FusionForm::exact), make_finish_step(sharper())}};
  for (const auto& steps : recipes) {
    EXPECT_EQ(render(within(steps, part), photo).pixels, alone(steps, photo).pixels)
        << steps.front().operation << ", " << steps.size() << " steps";
    EXPECT_EQ(within(within(steps, part), {}), steps);
  }
}

TEST(Within, IsTheSamePlaceInAReducedCopy) {
  const Image photo = scene(), small = resize(photo, {150, 100});
  const Part part = part_of(place, {photo.width, photo.height});
  const auto steps = within({make_curve_step(strengths())}, part);
  const Image reduced = resize(render(steps, photo), {150, 100}), direct = render(steps, small);
  double worst = 0;
  for (int y = 12; y < 80; ++y) // but for the pixels on the edge
    for (int x = 18; x < 132; ++x)
      for (int c = 0; c < 3; ++c)
        worst = std::max(worst, std::fabs(double(reduced.at(x, y, c)) - direct.at(x, y, c)));
  EXPECT_LT(worst, 0.03);
  EXPECT_EQ(direct.at(2, 2, 0), small.at(2, 2, 0));
}

TEST(Within, MixesWithStepsOfTheWholePicture) {
  const Image photo = scene();
  const Part part = part_of(place, {photo.width, photo.height});
  const EditStep curve = make_curve_step(strengths());
  const EditStep inner = within({curve}, part).front();
  const Image once = render({inner}, photo);
  EXPECT_EQ(render({inner, curve}, photo).pixels, render({curve}, once).pixels);
}

TEST(Within, ShowsTheWholePictureToPreviews) {
  const Image photo = scene();
  const auto steps = within({make_curve_step(strengths())}, part_of(place, {photo.width, photo.height}));
  const Image proxy = recipe_proxy(steps, photo);
  EXPECT_NEAR(double(proxy.width) / proxy.height, 1.5, 0.1) << "all of the field of view";
  const PreparedRecipe prepared(steps, proxy, {photo.width, photo.height});
  Image shown = photo;
  prepared.apply(shown, 0, 0);
  const Image result = render(steps, photo);
  double worst = 0;
  for (std::size_t i = 0; i < shown.pixels.size(); ++i)
    worst = std::max(worst, std::fabs(double(shown.pixels[i]) - result.pixels[i]));
  EXPECT_LT(worst, 0.02);
}

TEST(Within, ComesBackFromARecipe) {
  Recipe recipe;
  recipe.steps = within({make_clarity_step(0.5)}, part_of(place, {300, 200}));
  EXPECT_EQ(recipe_from_json(to_json(recipe)).steps, recipe.steps);
}

TEST(Within, PixelsAndSharesAreOne) {
  for (const Size size : {Size{300, 200}, {4001, 3}, {7, 5}})
    for (int first = 0; first < std::min(size.width, 40); ++first) {
      const Rect rect{first, 1, size.width - first, 1}, back = rect_of(part_of(rect, size), size);
      EXPECT_EQ(back.x, rect.x);
      EXPECT_EQ(back.width, rect.width);
      EXPECT_EQ(back.y, rect.y);
      EXPECT_EQ(back.height, rect.height);
    }
  EXPECT_TRUE(part_of(Rect{0, 0, 7, 5}, {7, 5}).whole());
}

TEST(Within, RefusesWhatIsNoPart) {
  EditStep step = make_clarity_step(0.5);
  for (const char* text :
       {"3", "[0, 0, 1]", "[0, 0, 1, 2]", "[0.5, 0, 0.5, 1]", "[0, \"a\", 1, 1]", "null"}) {
    step.parameters["within"] = nlohmann::json::parse(text);
    EXPECT_THROW(render({step}, scene()), Error) << text;
  }
}
