// SPDX-License-Identifier: GPL-3.0-or-later
// The tables themselves, and what of them stands elsewhere.

#include "core/error.hpp"
#include "core/tool/match_look.hpp"
#include "core/tool/tool.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <limits>
#include <set>

namespace penumbra::host {
namespace {

TEST(Tables, NameEachThingOnce) {
  std::set<std::string> ids, commands, procedures;
  for (const Tool* tool : tools()) {
    EXPECT_TRUE(ids.insert(tool->table.id).second);
    EXPECT_TRUE(commands.insert(tool->table.command).second);
    EXPECT_TRUE(procedures.insert(tool->table.procedure).second);
    std::set<std::string> parameters;
    for (const Parameter& parameter : tool->table.parameters) {
      EXPECT_TRUE(parameters.insert(parameter.id).second) << parameter.id;
      EXPECT_NE(std::string(parameter.noun), "") << parameter.id;
      EXPECT_NE(std::string(parameter.help), "") << parameter.id;
    }
  }
  EXPECT_EQ(tools().size(), tables().size());
}

TEST(Tables, InitialValuesAreWithinTheirRanges) {
  for (const Tool* tool : tools()) {
    const Values initial(tool->table);
    if (!tool->wants_reference) EXPECT_NO_THROW(check(*tool, initial)) << tool->table.id;
    EXPECT_EQ(values_from_json(*tool, to_json(initial)), initial) << tool->table.id;
  }
}

TEST(Tables, KeepTheArgumentsOfGimpsProcedures) {
  const auto names = [](const Table& table) {
    std::string out;
    for (const Argument& argument : arguments_of(table)) out += argument.name + " ";
    return out;
  };
  EXPECT_EQ(names(low_light_table()), "method steps step strength output ");
  EXPECT_EQ(names(local_exposure_table()), "method strength form output ");
  EXPECT_EQ(names(match_look_table()),
            "reference reference-layer content steps step strength polish output ");
}

TEST(Tables, TheThirdToolHasOneIdAndItsRecipesOfBeforeStillRead) {
  EXPECT_EQ(find_tool("match-look"), &match_look_tool());
  EXPECT_EQ(find_tool("match"), &match_look_tool());
  Recipe recipe;
  recipe.origin = {{"tool", "match"}, {"values", {{"steps", 3}, {"strength", 0.5}}}};
  const auto values = values_of_recipe(match_look_tool(), penumbra::to_json(recipe));
  ASSERT_TRUE(values);
  EXPECT_EQ(values->get<int>("steps"), 3);
  EXPECT_EQ(values->get<double>("strength"), 0.5);
}

/// As the version before this one stored them.
TEST(Tables, PresetsOfBeforeRead) {
  const Values low_light = values_from_json(
      *find_tool("low-light"),
      nlohmann::json::parse(R"({"method":"rellie","steps":9,"step":4,"strength":0.85,"denoise":0.25,
                               "clarity":0.5,"output":"new-layer"})"));
  EXPECT_EQ(low_light.get<std::string>("method"), "rellie");
  EXPECT_EQ(low_light.get<int>("step"), 4);
  EXPECT_EQ(low_light.get<double>("denoise"), 0.25);
  const Values exposure = values_from_json(
      *find_tool("local-exposure"),
      nlohmann::json::parse(
          R"({"method":"deep-exposure-i","strength":1.25,"form":"fast","output":"layer-stack"})"));
  EXPECT_EQ(exposure.get<std::string>("form"), "fast");
  EXPECT_EQ(exposure.get<std::string>("output"), "layer-stack");
  const Values match = values_from_json(
      match_look_tool(),
      nlohmann::json::parse(R"({"reference":"/a.jpg","content":"other","steps":5,"step":-1,"strength":1.0,
        "polish":true,"output":"in-place","by-hand":{"exposure":0.5,"temperature":0,"tint":0,"saturation":0,
        "contrast":-0.25,"highlights":0,"shadows":0,"blacks":0,"sharpness":0}})"));
  EXPECT_EQ(match.get<std::string>("content"), "other");
  EXPECT_TRUE(match.get<bool>("polish"));
  EXPECT_EQ(by_hand(match), (FinishValues{0.5, 0, 0, 0, -0.25}));
}

TEST(Tables, AreThoseOfTheDocumentation) {
  std::ifstream file(PENUMBRA_PARAMETERS_PAGE);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(page, parameters_as_markdown())
      << "penumbra info --parameters > core/tool/parameters.md brings it up to date";
}

TEST(Values, AreOfTheirParametersKind) {
  Values values(low_light_table());
  EXPECT_THROW(values.set("steps", "six"), Error);
  EXPECT_THROW(values.set("steps", 6.5), Error);
  for (const double far : {1e300, -1e300, 4294967298.0, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(values.set("steps", far), Error) << far;
  EXPECT_THROW(values.set("steps", std::int64_t(1) << 32 | 6), Error) << "it must not wrap round to 6";
  EXPECT_THROW(values.set("strength", true), Error);
  EXPECT_THROW(values.set("brightness", 1), Error);
  EXPECT_THROW(values.get<int>("brightness"), Error);
  EXPECT_EQ(Values(low_light_table()).set("steps", 4.0).get<int>("steps"), 4);
  EXPECT_EQ(values, Values(low_light_table())) << "what is refused changes nothing";
}

} // namespace
} // namespace penumbra::host
