// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/error.hpp"
#include "core/image/half.hpp"
#include "tests/image/pictures.hpp"

#include <clocale>
#include <gtest/gtest.h>
#include <locale>

using namespace penumbra;
using namespace penumbra::test;

namespace {

Recipe recipe() {
  Recipe recipe;
  recipe.steps.push_back(make_curve_step(waves(7, 5, 1), 0.85));
  recipe.steps.push_back(make_curve_step(waves(3, 4, 3), 1.5));
  recipe.origin = {{"tool", "low-light"}, {"method", "all-e"}, {"step", 2}, {"scores", {4.5, 4.75, 5.125}}};
  return recipe;
}

/// Decimal commas and grouped thousands, as in German, for C++ streams.
struct German : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

class WithLocale {
 public:
  explicit WithLocale(const std::locale& locale) : before_(std::locale::global(locale)) {}
  ~WithLocale() { std::locale::global(before_); }

 private:
  std::locale before_;
};

} // namespace

TEST(Recipe, comes_back_equal_after_one_round_trip) {
  Recipe rounded = recipe();
  for (EditStep& step : rounded.steps) round_maps(step);
  EXPECT_EQ(recipe_from_json(to_json(recipe())), rounded);
  EXPECT_EQ(recipe_from_json(to_json(rounded)), rounded);
  EXPECT_EQ(to_json(recipe_from_json(to_json(recipe()))), to_json(recipe()));
}

TEST(Recipe, loses_less_than_a_half_float_can_tell) {
  const Recipe before = recipe(), after = recipe_from_json(to_json(before));
  for (std::size_t s = 0; s < before.steps.size(); ++s)
    EXPECT_LE(largest_difference(before.steps[s].maps[0].values, after.steps[s].maps[0].values), 0x1p-12f);
}

TEST(Recipe, renders_the_same_after_storing) {
  Recipe before = recipe();
  for (EditStep& step : before.steps) round_maps(step);
  const Image in = photo(90, 70, 3);
  const Recipe after = recipe_from_json(to_json(before));
  EXPECT_TRUE(same_bits(render(before.steps, in).pixels, render(after.steps, in).pixels));
}

TEST(Recipe, is_stored_as_documented) {
  Map map(2, 1);
  map.values = {0.5f, -1.0f}; // 0x3800, 0xbc00: bytes 00 38 00 bc
  Recipe one;
  one.steps.push_back(make_curve_step(map, 0.75));
  one.origin = {{"method", "all-e"}};
  EXPECT_EQ(nlohmann::json::parse(to_json(one)), nlohmann::json::parse(R"({
    "penumbra-recipe": 1,
    "origin": {"method": "all-e"},
    "steps": [{"operation": "curve", "version": 1, "parameters": {"strength": 0.75},
               "maps": [{"width": 2, "height": 1, "channels": 1, "half": "ADgAvA=="}]}]})"));
}

TEST(Recipe, reads_one_written_by_hand) {
  const Recipe read = recipe_from_json(
      R"({"penumbra-recipe":1,"steps":[{"operation":"curve","version":1,
          "maps":[{"width":1,"height":1,"channels":1,"half":"ADg="}]}]})");
  ASSERT_EQ(read.steps.size(), 1u);
  EXPECT_EQ(read.steps[0].maps[0].values, Floats{0.5f});
  EXPECT_TRUE(read.steps[0].parameters.empty());
  EXPECT_TRUE(read.origin.is_object());
}

TEST(Recipe, may_be_empty) {
  EXPECT_EQ(recipe_from_json(to_json(Recipe())), Recipe());
}

TEST(Recipe, does_not_depend_on_the_locale) {
  const std::string text = to_json(recipe());
  {
    const WithLocale german(std::locale(std::locale::classic(), new German));
    EXPECT_EQ(to_json(recipe()), text);
    EXPECT_EQ(recipe_from_json(text), recipe_from_json(to_json(recipe())));
  }
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "de_AT.UTF-8", "fr_FR.UTF-8"})
    if (std::setlocale(LC_NUMERIC, name)) break;
  const std::string within = to_json(recipe_from_json(text));
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(within, text);
}

TEST(Recipe, with_a_name_that_is_no_utf8_can_be_written) {
  Recipe odd = recipe();
  odd.origin["file"] = "Stra\xdf"
                       "e.jpg"; // Latin-1
  EXPECT_NO_THROW(recipe_from_json(to_json(odd)));
}

TEST(RoundMaps, rounds_to_half_floats_once) {
  EditStep step = make_curve_step(constant(1, 1, 1, 0.1f));
  round_maps(step);
  EXPECT_EQ(step.maps[0].values[0], from_half(0x2e66));
  const EditStep once = step;
  round_maps(step);
  EXPECT_EQ(step, once);
}
