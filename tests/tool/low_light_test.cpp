// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/low_light.hpp"

#include "core/edit/curve/curve.hpp"
#include "tests/tool/fake_host.hpp"

#include <clocale>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace penumbra::host {
namespace {

/// Takes `steps` equal curve steps of 0.25, and thinks most of the one before the last.
class FakeAgent : public Agent {
 public:
  explicit FakeAgent(std::vector<std::string>& calls, std::string failure)
      : calls_(calls), failure_(std::move(failure)) {}
  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override {
    calls_.push_back("decide");
    if (!failure_.empty()) throw Error(failure_);
    Episode episode;
    episode.observation = observe(input.photo, 64);
    Map map(1, 1);
    map.values = {0.25f};
    for (int i = 0; i < settings.steps; ++i) {
      episode.edits.push_back(make_curve_step(map));
      progress.step(double(i + 1) / settings.steps, "Deciding");
    }
    episode.suggested = settings.steps - 1;
    episode.origin["method"] = "fake";
    return episode;
  }

 private:
  std::vector<std::string>& calls_;
  std::string failure_;
};

class LowLight : public ::testing::Test {
 protected:
  void SetUp() override {
    for (std::size_t i = 0; i < host.photo.pixels.size(); ++i) host.photo.pixels[i] = float(i % 97) / 97.0f;
  }
  AgentMaker maker(std::string failure = {}) {
    return [this, failure](const std::string& id) {
      host.calls.push_back("make " + id);
      return std::make_unique<FakeAgent>(host.calls, failure);
    };
  }
  std::string error_of(const Chooser& choose = {}, const std::string& failure = {}) {
    try {
      run(host, low_light_tool(), values, {.choose = choose, .make = maker(failure)});
    } catch (const Error& problem) {
      return problem.what();
    }
    return {};
  }
  FakeHost host;
  Values values{low_light_table()};
};

using Calls = std::vector<std::string>;

TEST_F(LowLight, ReadsDecidesAndWritesOnceAtTheEnd) {
  EXPECT_EQ(run(host, low_light_tool(), values, {.make = maker()}), Outcome::committed);
  EXPECT_EQ(host.calls, (Calls{"read", "make all-e", "decide", "commit"}));
  EXPECT_DOUBLE_EQ(host.progressed, 1.0);
  EXPECT_FALSE(host.progress_fell);
  EXPECT_EQ(host.title, "Auto Enhance Low Light (ALL-E, step 5 of 6)");
  EXPECT_EQ(host.output, Output::in_place);
}

TEST_F(LowLight, CommitsTheAgentsOwnChoiceOfStep) {
  run(host, low_light_tool(), values, {.make = maker()});
  ASSERT_EQ(host.recipe.steps.size(), 5u);
  for (std::size_t i = 0; i < host.photo.pixels.size(); ++i) {
    float expected = host.photo.pixels[i];
    for (int step = 0; step < 5; ++step) expected = curve(expected, 0.25f);
    ASSERT_NEAR(host.committed.pixels[i], expected, 1e-5f) << i;
  }
}

TEST_F(LowLight, CommitsTheStepThatWasAskedFor) {
  values.set("step", 2);
  values.set("steps", 3);
  values.set("strength", 0.5);
  run(host, low_light_tool(), values, {.make = maker()});
  ASSERT_EQ(host.recipe.steps.size(), 2u);
  EXPECT_EQ(host.title, "Auto Enhance Low Light (ALL-E, step 2 of 3)");
  for (std::size_t i = 0; i < host.photo.pixels.size(); ++i)
    ASSERT_NEAR(host.committed.pixels[i], curve(curve(host.photo.pixels[i], 0.125f), 0.125f), 1e-5f) << i;
}

TEST_F(LowLight, RecipeRemembersItsValues) {
  values.set("steps", 4);
  values.set("step", 3);
  values.set("strength", 0.75);
  values.set("output", "new-layer");
  run(host, low_light_tool(), values, {.make = maker()});
  EXPECT_EQ(host.recipe.origin["method"], "fake");
  EXPECT_EQ(host.recipe.origin["step"], 3);
  EXPECT_EQ(values_of_recipe(low_light_tool(), to_json(host.recipe)), values);
}

TEST_F(LowLight, StepZeroInPlaceWritesNothing) {
  values.set("step", 0);
  EXPECT_EQ(run(host, low_light_tool(), values, {.make = maker()}), Outcome::unchanged);
  EXPECT_EQ(host.calls.back(), "decide");
  EXPECT_TRUE(host.messages.empty()) << "it was asked for";
}

TEST_F(LowLight, SaysWhyNothingHappenedWhereTheAgentChoseStepZero) {
  values.set("steps", 1); // the fake agent prefers the state before the last step
  EXPECT_EQ(run(host, low_light_tool(), values, {.make = maker()}), Outcome::unchanged);
  ASSERT_EQ(host.messages.size(), 1u);
  EXPECT_NE(host.messages[0].find("left as it is"), std::string::npos) << host.messages[0];
  EXPECT_EQ(host.messages[0].find("bright"), std::string::npos) << "it may well be dark";
}

TEST_F(LowLight, WhatChangesNothingMakesNoLayerAndSaysSo) {
  const auto nothing_is_made = [&](auto change) {
    host.messages.clear();
    values = Values(low_light_table());
    values.set("output", "new-layer");
    change();
    EXPECT_EQ(run(host, low_light_tool(), values, {.make = maker()}), Outcome::unchanged);
    EXPECT_EQ(host.calls.back(), "decide");
    ASSERT_EQ(host.messages.size(), 1u);
    EXPECT_NE(host.messages[0].find("no layer was made"), std::string::npos) << host.messages[0];
  };
  nothing_is_made([&] { values.set("step", 0); });
  nothing_is_made([&] { values.set("strength", 0); });
}

TEST_F(LowLight, ALayerIsNamedByTheStepsOfTheAgentAndWhatWasDoneBesides) {
  values.set("clarity", 0.5); // a state of its own after the fifth of six steps
  run(host, low_light_tool(), values, {.make = maker()});
  EXPECT_EQ(host.title, "Auto Enhance Low Light (ALL-E, step 5 of 6, clarity)");
  values.set("step", 3);
  run(host, low_light_tool(), values, {.make = maker()});
  EXPECT_EQ(host.title, "Auto Enhance Low Light (ALL-E, step 3 of 6)");
}

TEST_F(LowLight, CancelAtAnyTimeLeavesTheImageUntouched) {
  for (const double when : {0.0, 0.2, 0.5, 0.9}) {
    FakeHost fresh;
    fresh.cancel_from = when;
    EXPECT_EQ(run(fresh, low_light_tool(), values,
                  {.make = [&](const std::string&) { return std::make_unique<FakeAgent>(fresh.calls, ""); }}),
              Outcome::cancelled)
        << when;
    EXPECT_EQ(std::count(fresh.calls.begin(), fresh.calls.end(), "commit"), 0) << when;
  }
}

TEST_F(LowLight, FailureOfTheAgentLeavesTheImageUntouched) {
  EXPECT_EQ(error_of({}, "The weights are damaged."), "The weights are damaged.");
  EXPECT_EQ(std::count(host.calls.begin(), host.calls.end(), "commit"), 0);
}

TEST_F(LowLight, LackOfMemoryIsSaidInWords) {
  const AgentMaker greedy = [](const std::string&) -> std::unique_ptr<Agent> { throw std::bad_alloc(); };
  try {
    run(host, low_light_tool(), values, {.make = greedy});
    FAIL() << "nothing was thrown";
  } catch (const Error& problem) {
    EXPECT_NE(std::string(problem.what()).find("not enough memory"), std::string::npos);
  }
}

TEST_F(LowLight, InteractiveModeAsksTheDialog) {
  host.mode = RunMode::interactive;
  values.set("strength", 1.25);
  const Chooser choose = [&](Host&, std::shared_ptr<const Image> photo, const Values& start) {
    EXPECT_EQ(start, values);
    host.calls.push_back("dialog");
    Choosing choice{start, FakeAgent(host.calls, "").run(*photo, {.steps = 2}, host.progress())};
    choice.values.set("step", 2);
    choice.values.set("steps", 2);
    choice.values.set("output", "new-layer");
    return std::optional(choice);
  };
  EXPECT_EQ(run(host, low_light_tool(), values, {.choose = choose, .make = maker()}), Outcome::committed);
  EXPECT_EQ(host.calls, (Calls{"read", "dialog", "decide", "commit"}));
  EXPECT_EQ(host.output, Output::new_layer);
  EXPECT_EQ(values.get<int>("steps"), 2) << "what was chosen is handed back to be remembered";
}

TEST_F(LowLight, CancelInTheDialogLeavesValuesAndImageAlone) {
  host.mode = RunMode::interactive;
  const Values before = values;
  const Chooser choose = [](Host&, std::shared_ptr<const Image>, const Values&) {
    return std::optional<Choosing>();
  };
  EXPECT_EQ(run(host, low_light_tool(), values, {.choose = choose, .make = maker()}), Outcome::cancelled);
  EXPECT_EQ(host.calls, (Calls{"read"}));
  EXPECT_EQ(values, before);
}

TEST_F(LowLight, TheOtherModesNeverAsk) {
  const Chooser choose = [](Host&, std::shared_ptr<const Image>, const Values&) -> std::optional<Choosing> {
    throw Error("the dialog was opened");
  };
  for (const RunMode mode : {RunMode::noninteractive, RunMode::with_last_values}) {
    host.mode = mode;
    EXPECT_EQ(error_of(choose), "");
  }
}

TEST_F(LowLight, ValuesOutOfRangeAreNamedBeforeAnythingIsRead) {
  const auto message = [&](auto change) {
    values = Values(low_light_table());
    try {
      change(values);
    } catch (const Error& problem) {
      return std::string(problem.what());
    }
    return error_of();
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(message([](auto& v) { v.set("method", "magic"); }),
            "There is no method \"magic\"; known are: \"all-e\", \"rellie\".");
  EXPECT_EQ(message([](auto& v) { v.set("steps", 0); }), "The number of steps is 0; it must be 1 to 12.");
  EXPECT_EQ(message([](auto& v) { v.set("steps", 13); }), "The number of steps is 13; it must be 1 to 12.");
  EXPECT_EQ(message([](auto& v) { v.set("step", 7); }),
            "The step to keep is 7; it must be 0 to 6, or -1 for the agent's own choice.");
  EXPECT_EQ(message([](auto& v) { v.set("step", -2); }),
            "The step to keep is -2; it must be 0 to 6, or -1 for the agent's own choice.");
  EXPECT_EQ(message([](auto& v) { v.set("strength", 1.6); }),
            "The strength is out of range; it must be 0 to 1.5.");
  EXPECT_EQ(message([](auto& v) { v.set("strength", -0.1); }),
            "The strength is out of range; it must be 0 to 1.5.");
  EXPECT_EQ(message([&](auto& v) { v.set("strength", nan); }),
            "The strength is out of range; it must be 0 to 1.5.");
  EXPECT_EQ(message([](auto& v) { v.set("denoise", 1.1); }),
            "The amount of denoising is out of range; it must be 0 to 1.");
  EXPECT_EQ(message([](auto& v) { v.set("denoise", -0.1); }),
            "The amount of denoising is out of range; it must be 0 to 1.");
  EXPECT_EQ(message([](auto& v) { v.set("clarity", 1.1); }),
            "The clarity is out of range; it must be 0 to 1.");
  EXPECT_EQ(message([&](auto& v) { v.set("clarity", nan); }),
            "The clarity is out of range; it must be 0 to 1.");
  EXPECT_EQ(message([](auto& v) { set_argument(v, *find_parameter(low_light_table(), "output"), 2); }),
            "The output is 2; it must be 0 (the layer itself) or 1 (a new layer).");
  EXPECT_TRUE(host.calls.empty());
}

TEST(LowLightMethod, MayNameTheAmountsOfDenoisingAndClarity) {
  Values values{low_light_table()};
  set_method(values, "rellie");
  EXPECT_EQ(values.get<std::string>("method"), "rellie");
  EXPECT_EQ(values.get<double>("denoise"), 0);
  set_method(values, "all-e:denoise=0.25");
  EXPECT_EQ(values.get<std::string>("method"), "all-e");
  EXPECT_EQ(values.get<double>("denoise"), 0.25);
  set_method(values, "rellie:clarity=0.5");
  EXPECT_EQ(values.get<double>("clarity"), 0.5);
  EXPECT_EQ(values.get<double>("denoise"), 0.25) << "what is not named stays";
  set_method(values, "all-e:denoise=1:clarity=0.75");
  EXPECT_EQ(values.get<double>("denoise"), 1);
  EXPECT_EQ(values.get<double>("clarity"), 0.75);
  const Values before = values;
  for (const char* text : {"all-e:clarity=1:", "all-e:clarity=0.1:clarity=0.1", "all-e:denoise=1,clarity=1",
                           "all-e:", "all-e:denoise", "all-e:denoise=", "all-e:denoise=x", "all-e:denoise=1x",
                           "all-e:noise=1", "all-e:denoise=1:denoise=1"})
    EXPECT_THROW(set_method(values, text), Error) << text;
  EXPECT_EQ(values, before) << "what is refused changes nothing";
}

TEST(LowLightValuesJson, GoesRoundTripInAnyLocale) {
  Values values{low_light_table()};
  values.set("steps", 9).set("step", 4).set("strength", 0.85).set("output", "new-layer");
  values.set("denoise", 0.25).set("clarity", 0.5);
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  std::setlocale(LC_NUMERIC, "de_DE.UTF-8"); // where it is not installed, this checks less
  const std::string text = to_json(values).dump();
  EXPECT_EQ(values_from_json(low_light_tool(), nlohmann::json::parse(text)), values);
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_NE(text.find("0.85"), std::string::npos);
}

TEST(LowLightValuesJson, WhatDoesNotFitKeepsItsDefault) {
  const Values defaults{low_light_table()};
  EXPECT_EQ(values_from_json(low_light_tool(), nlohmann::json::parse("[]")), defaults);
  EXPECT_EQ(values_from_json(low_light_tool(),
                             nlohmann::json::parse(
                                 R"({"method":"gone","steps":99,"step":"4","strength":-3,"output":"moon"})")),
            defaults);
  const auto some =
      values_from_json(low_light_tool(), nlohmann::json::parse(R"({"steps":3,"step":5,"strength":0.5})"));
  EXPECT_EQ(some.get<int>("steps"), 3);
  EXPECT_EQ(some.get<int>("step"), -1) << "there is no step 5 of 3";
  EXPECT_EQ(some.get<double>("strength"), 0.5);
  const auto denoised =
      values_from_json(low_light_tool(), nlohmann::json::parse(R"({"steps":3,"step":4,"denoise":1})"));
  EXPECT_EQ(denoised.get<int>("step"), 4) << "denoising is a step more";
  const auto both = values_from_json(
      low_light_tool(), nlohmann::json::parse(R"({"steps":3,"step":5,"denoise":1,"clarity":0.5})"));
  EXPECT_EQ(both.get<int>("step"), 5) << "clarity is another";
  EXPECT_EQ(values_from_json(low_light_tool(), nlohmann::json::parse(R"({"clarity":2})")), defaults);
}

TEST(LowLightValuesJson, ARecipeOfAnotherToolOrNoneGivesNothing) {
  EXPECT_FALSE(values_of_recipe(low_light_tool(), "not json"));
  EXPECT_FALSE(values_of_recipe(low_light_tool(), ""));
  Recipe recipe;
  EXPECT_FALSE(values_of_recipe(low_light_tool(), to_json(recipe)));
  recipe.origin = {{"tool", "match"}, {"values", {{"steps", 3}}}};
  EXPECT_FALSE(values_of_recipe(low_light_tool(), to_json(recipe)));
  recipe.origin = {{"tool", 5}, {"values", 7}};
  EXPECT_FALSE(values_of_recipe(low_light_tool(), to_json(recipe)));
}

} // namespace
} // namespace penumbra::host
