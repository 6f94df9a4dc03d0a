// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/local_exposure.hpp"

#include "core/error.hpp"
#include "tests/image/pictures.hpp"
#include "tests/tool/fake_host.hpp"

#include <gtest/gtest.h>

namespace penumbra::host {
namespace {

/// Two halves.
FusionPlan plan(double left = 2.0, double right = -1.0) {
  FusionPlan plan;
  plan.labels = Map(8, 8);
  for (std::size_t i = 0; i < 64; ++i) plan.labels.values[i] = i % 8 < 4 ? 0.0f : 1.0f;
  plan.segments = {{left, true}, {right, true}};
  return plan;
}

/// Decides a plan, plan() as a rule, and notes its settings.
class FixedAgent : public Agent {
 public:
  explicit FixedAgent(AgentSettings& seen, FusionPlan decided = plan())
      : seen_(seen), decided_(std::move(decided)) {}
  Episode run(const Input& input, const AgentSettings& settings, Progress&) override {
    seen_ = settings;
    Episode episode;
    episode.observation = observe(input.photo, 64);
    episode.edits = {make_fusion_step(decided_)};
    episode.suggested = 1;
    episode.origin = {{"method", "fixed"}};
    return episode;
  }

 private:
  AgentSettings& seen_;
  FusionPlan decided_;
};

struct LocalExposure : ::testing::Test {
  FakeHost host;
  Values values{local_exposure_table()};
  AgentSettings seen;
  AgentMaker make = [this](const std::string&) { return std::make_unique<FixedAgent>(seen); };
  LocalExposure() { host.photo = test::photo(60, 44, 3); }
};

TEST_F(LocalExposure, CommitsTheFusionOfWhatWasDecided) {
  values.set("strength", 0.5);
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = make}), Outcome::committed);
  EXPECT_EQ(host.calls, (std::vector<std::string>{"read", "commit"}));
  EXPECT_EQ(fusion_plan(host.recipe.steps.at(0)).strength, 0.5);
  EXPECT_TRUE(test::same_bits(host.committed.pixels, render(host.recipe.steps, host.photo).pixels));
  EXPECT_EQ(host.recipe.origin["tool"], "local-exposure");
  EXPECT_EQ(host.title, "Balance Local Exposure (DeepExposure II, 2 segments)");
  EXPECT_FALSE(host.progress_fell);
}

TEST_F(LocalExposure, LeavesAPhotoAloneThatIsDueNothingAndSaysSo) {
  make = [this](const std::string&) { return std::make_unique<FixedAgent>(seen, plan(0, 0)); };
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = make}), Outcome::unchanged);
  EXPECT_EQ(host.calls, (std::vector<std::string>{"read"}));
  ASSERT_EQ(host.messages.size(), 1u);
  EXPECT_NE(host.messages[0].find("well exposed"), std::string::npos) << host.messages[0];
  // What a person asks for is done all the same.
  values.set("segments", {{"1", 0.5}});
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = make}), Outcome::committed);
}

TEST_F(LocalExposure, AtNoStrengthTheSuggestionIsTheSame) {
  Episode decided;
  decided.edits = {make_fusion_step(plan())};
  for (const double strength : {0.0, 0.5, 1.0}) {
    values.set("strength", strength);
    EXPECT_EQ(local_exposure_tool().apply(decided, values).suggested, 2) << strength;
  }
}

TEST_F(LocalExposure, OneSegmentIsNotSeveral) {
  FusionPlan all = plan(1, 1);
  std::fill(all.labels.values.begin(), all.labels.values.end(), 0.0f);
  all.segments.pop_back();
  make = [&](const std::string&) { return std::make_unique<FixedAgent>(seen, all); };
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = make}), Outcome::committed);
  EXPECT_EQ(host.title, "Balance Local Exposure (DeepExposure II, 1 segment)");
}

TEST_F(LocalExposure, CommitsAStackThatComesCloseToTheFusion) {
  host.photo = test::photo(300, 200, 3);
  values.set("output", "layer-stack");
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = make}), Outcome::committed);
  ASSERT_EQ(host.stack.size(), 3u);
  EXPECT_EQ(host.stack[0].name, "Input, 0 EV");
  EXPECT_EQ(host.stack[1].name, "Segment 2, -1.00 EV");
  EXPECT_EQ(host.stack[2].name, "Segment 1, +2.00 EV");
  EXPECT_TRUE(test::same_bits(host.stack_pixels[0].pixels, host.photo.pixels));
  Image flat = host.photo;
  for (std::size_t k = 0; k < host.stack.size(); ++k)
    for (std::size_t i = 0; i < flat.pixels.size(); ++i)
      flat.pixels[i] +=
          host.stack[k].opacity.values[i / 3] * (host.stack_pixels[k].pixels[i] - flat.pixels[i]);
  EXPECT_GT(test::psnr(flat, render(host.recipe.steps, host.photo)), 32.0);
}

TEST_F(LocalExposure, TheLayersOfAStackHoldTheHighlightsAsTheFusionDoes) {
  FusionPlan held = plan();
  held.shoulder = 1;
  host.photo = test::photo(60, 40, 3);
  values.set("output", "layer-stack");
  const AgentMaker fixed = [&](const std::string&) { return std::make_unique<FixedAgent>(seen, held); };
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = fixed}), Outcome::committed);
  ASSERT_EQ(host.stack_pixels.size(), 3u);
  EXPECT_TRUE(test::same_bits(host.stack_pixels[2].pixels, exposed(host.photo, 2, 1).pixels));
}

TEST_F(LocalExposure, TakesWhatTheUserChangedInTheDialog) {
  host.mode = RunMode::interactive;
  const auto dialog = [](Host&, std::shared_ptr<const Image>, const Values& from) {
    Episode decided;
    decided.edits = {make_fusion_step(plan())};
    Choosing choice{from, decided};
    choice.values.set("segments", {{"1", 0.25}, {"2", "off"}}).set("form", "fast");
    return std::optional(choice);
  };
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.choose = dialog, .make = make}), Outcome::committed);
  const FusionPlan committed = fusion_plan(host.recipe.steps.at(0));
  EXPECT_FALSE(committed.segments[1].on);
  EXPECT_EQ(committed.segments[0].ev, 0.25);
  EXPECT_EQ(committed.form, FusionForm::fast);
  EXPECT_EQ(values.get<std::string>("form"), "fast") << "remembered";
}

TEST_F(LocalExposure, WritesNothingWhenCancelled) {
  host.mode = RunMode::interactive;
  const auto closed = [](Host&, std::shared_ptr<const Image>, const Values&) {
    return std::optional<Choosing>();
  };
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.choose = closed, .make = make}), Outcome::cancelled);
  host.mode = RunMode::noninteractive;
  host.cancel_from = 0.5;
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = make}), Outcome::cancelled);
  for (const std::string& call : host.calls) EXPECT_EQ(call, "read");
}

TEST_F(LocalExposure, RefusesValuesOutOfRange) {
  const auto refused = [&](auto change) {
    Values wrong{local_exposure_table()};
    EXPECT_THROW(
        {
          change(wrong);
          run(host, local_exposure_tool(), wrong, {.make = make});
        },
        Error);
  };
  refused([](auto& v) { v.set("method", "all-e"); });
  refused([](auto& v) { v.set("strength", 1.6); });
  refused([](auto& v) { v.set("strength", test::not_a_number); });
  refused([](auto& v) { set_argument(v, *find_parameter(v.table(), "form"), 2); });
  refused([](auto& v) { set_argument(v, *find_parameter(v.table(), "output"), 3); });
  refused([](auto& v) { v.set("segments", {{"1", 5.1}}); });
  refused([](auto& v) { v.set("segments", {{"1", "on"}}); });
  EXPECT_TRUE(host.calls.empty());
}

TEST_F(LocalExposure, RemembersValuesAsText) {
  values.set("method", "deep-exposure-i")
      .set("strength", 0.75)
      .set("form", "fast")
      .set("output", "layer-stack");
  const Tool& tool = local_exposure_tool();
  EXPECT_EQ(values_from_json(tool, to_json(values)), values);
  EXPECT_EQ(values_from_json(tool, {{"method", "unknown"}, {"strength", 9}, {"output", 3}}),
            Values(local_exposure_table()));
  EXPECT_EQ(values_from_json(tool, nlohmann::json::array()), Values(local_exposure_table()));
}

TEST_F(LocalExposure, ASegmentThatThePhotoHasNotIsNamed) {
  values.set("segments", {{"3", 1.0}});
  try {
    run(host, local_exposure_tool(), values, {.make = make});
    FAIL() << "there are two segments";
  } catch (const Error& problem) {
    EXPECT_NE(std::string(problem.what()).find("segments 1 to 2"), std::string::npos) << problem.what();
  }
}

TEST_F(LocalExposure, TakesInAsManySegmentsAsAreAskedFor) {
  values.set("step", 1);
  EXPECT_EQ(run(host, local_exposure_tool(), values, {.make = make}), Outcome::committed);
  const FusionPlan first = fusion_plan(host.recipe.steps.at(0));
  EXPECT_TRUE(first.segments[0].on);
  EXPECT_FALSE(first.segments[1].on);
}

TEST(EvText, IsSignedAndHasTwoPlaces) {
  EXPECT_EQ(ev_text(1.5), "+1.50 EV");
  EXPECT_EQ(ev_text(-0.257), "-0.26 EV");
  EXPECT_EQ(ev_text(0.001), "0 EV");
}

} // namespace
} // namespace penumbra::host
