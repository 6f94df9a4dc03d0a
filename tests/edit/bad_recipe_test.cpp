// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/error.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;
using nlohmann::json;

namespace {

/// A good recipe of one step with a map of 2 x 1, to be spoilt.
json good() {
  return {{"penumbra-recipe", 1},
          {"origin", json::object()},
          {"steps",
           {{{"operation", "curve"},
             {"version", 1},
             {"parameters", {{"strength", 1.0}}},
             {"maps", {{{"width", 2}, {"height", 1}, {"channels", 1}, {"half", "ADgAvA=="}}}}}}}};
}

/// What reading `text` says, or nothing where it is read.
std::string complaint(const std::string& text) {
  try {
    recipe_from_json(text);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

struct Spoilt {
  const char* name;
  const char* pointer; ///< what is replaced, as a JSON pointer
  json value;
};

class BadRecipe : public testing::TestWithParam<Spoilt> {};

} // namespace

TEST(BadRecipe, starts_from_a_good_one) {
  EXPECT_EQ(complaint(good().dump()), "");
}

TEST_P(BadRecipe, is_refused_with_a_reason) {
  json text = good();
  text[json::json_pointer(GetParam().pointer)] = GetParam().value;
  EXPECT_GT(complaint(text.dump()).size(), 20u) << text.dump();
}

INSTANTIATE_TEST_SUITE_P(
    List, BadRecipe,
    testing::Values(
        Spoilt{"newer_format", "/penumbra-recipe", 2},
        Spoilt{"format_of_wrong_type", "/penumbra-recipe", "1"}, Spoilt{"steps_no_list", "/steps", 5},
        Spoilt{"steps_null", "/steps", nullptr}, Spoilt{"step_no_object", "/steps/0", "curve"},
        Spoilt{"origin_no_object", "/origin", json::array({1})},
        Spoilt{"unknown_operation", "/steps/0/operation", "sepia"},
        Spoilt{"operation_no_text", "/steps/0/operation", 1},
        Spoilt{"unknown_version", "/steps/0/version", 2}, Spoilt{"version_0", "/steps/0/version", 0},
        Spoilt{"version_that_wraps", "/steps/0/version", 4294967297},
        Spoilt{"version_text", "/steps/0/version", "1"}, Spoilt{"version_real", "/steps/0/version", 1.5},
        Spoilt{"parameters_no_object", "/steps/0/parameters", json::array({1})},
        Spoilt{"strength_text", "/steps/0/parameters/strength", "1"},
        Spoilt{"strength_null", "/steps/0/parameters/strength", nullptr},
        Spoilt{"strength_negative", "/steps/0/parameters/strength", -0.01},
        Spoilt{"strength_large", "/steps/0/parameters/strength", 1.6},
        Spoilt{"strength_huge", "/steps/0/parameters/strength", 1e300},
        Spoilt{"maps_no_list", "/steps/0/maps", json::object()},
        Spoilt{"maps_empty", "/steps/0/maps", json::array()}, Spoilt{"map_no_object", "/steps/0/maps/0", 3},
        Spoilt{"width_0", "/steps/0/maps/0/width", 0}, Spoilt{"width_negative", "/steps/0/maps/0/width", -2},
        Spoilt{"width_real", "/steps/0/maps/0/width", 2.0},
        Spoilt{"width_text", "/steps/0/maps/0/width", "2"},
        Spoilt{"width_huge", "/steps/0/maps/0/width", 4097},
        Spoilt{"width_beyond_int", "/steps/0/maps/0/width", 18446744073709551615u},
        Spoilt{"width_that_wraps", "/steps/0/maps/0/width", 4294967298},
        Spoilt{"height_huge", "/steps/0/maps/0/height", 1000000000},
        Spoilt{"channels_0", "/steps/0/maps/0/channels", 0},
        Spoilt{"channels_2", "/steps/0/maps/0/channels", 2},
        Spoilt{"channels_9", "/steps/0/maps/0/channels", 9},
        Spoilt{"data_for_another_size", "/steps/0/maps/0/width", 3},
        Spoilt{"data_missing", "/steps/0/maps/0/half", nullptr},
        Spoilt{"data_empty", "/steps/0/maps/0/half", ""},
        Spoilt{"data_short", "/steps/0/maps/0/half", "ADg="},
        Spoilt{"data_long", "/steps/0/maps/0/half", "ADgAvAAA"},
        Spoilt{"data_torn", "/steps/0/maps/0/half", "ADgAvA="},
        Spoilt{"data_no_base64", "/steps/0/maps/0/half", "AD!AvA=="},
        Spoilt{"data_padded_inside", "/steps/0/maps/0/half", "AD==vA=="},
        Spoilt{"data_padded_thrice", "/steps/0/maps/0/half", "ADgAA==="},
        Spoilt{"strength_of_map_above_1", "/steps/0/maps/0/half", "ADwAPQ=="},
        Spoilt{"strength_of_map_nan", "/steps/0/maps/0/half", "AH4AOA=="},
        Spoilt{"strength_of_map_infinite", "/steps/0/maps/0/half", "AHwAOA=="}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(BadRecipe, refuses_what_is_missing) {
  for (const char* pointer : {"/penumbra-recipe", "/steps"}) {
    json text = good();
    text.erase(pointer + 1);
    EXPECT_NE(complaint(text.dump()), "") << pointer;
  }
  for (const char* key : {"operation", "version", "maps"}) {
    json text = good();
    text["steps"][0].erase(key);
    EXPECT_NE(complaint(text.dump()), "") << key;
  }
  for (const char* key : {"width", "height", "channels", "half"}) {
    json text = good();
    text["steps"][0]["maps"][0].erase(key);
    EXPECT_NE(complaint(text.dump()), "") << key;
  }
}

TEST(BadRecipe, names_what_it_does_not_know) {
  json text = good();
  text["steps"][0]["operation"] = "sepia";
  EXPECT_NE(complaint(text.dump()).find("sepia"), std::string::npos);
}

TEST(BadRecipe, cut_short_anywhere_is_refused) {
  const std::string text = good().dump();
  for (std::size_t length = 0; length < text.size(); ++length)
    ASSERT_NE(complaint(text.substr(0, length)), "") << "after " << length << " characters";
}

TEST(BadRecipe, with_a_byte_changed_is_read_or_refused_but_nothing_else) {
  const std::string text = good().dump();
  std::mt19937 engine(3);
  int refused = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string spoilt = text;
    for (unsigned n = 1 + engine() % 3; n; --n) spoilt[engine() % spoilt.size()] = char(engine() % 256);
    try {
      for (const EditStep& step : recipe_from_json(spoilt).steps) operation_of(step);
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 2000) << "most changes hurt";
}

TEST(BadRecipe, that_is_something_else_is_refused) {
  for (const char* text : {"", "null", "[]", "5", "\"penumbra-recipe\"", "{}", "\xff\xfe", "{\"steps\":[]}"})
    EXPECT_NE(complaint(text), "") << text;
  EXPECT_NE(complaint(std::string(100000, '[')), "") << "deeply nested";
}

TEST(BadRecipe, with_too_many_steps_or_maps_is_refused) {
  json text = good();
  const json step = text["steps"][0];
  for (int i = 0; i < 1000; ++i) text["steps"].push_back(step);
  EXPECT_NE(complaint(text.dump()), "");
  text = good();
  for (int i = 0; i < 20; ++i) text["steps"][0]["maps"].push_back(step["maps"][0]);
  EXPECT_NE(complaint(text.dump()), "");
}
