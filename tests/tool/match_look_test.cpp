// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/match_look.hpp"

#include "core/error.hpp"
#include "tests/image/pictures.hpp"
#include "tests/tool/fake_host.hpp"

#include <gtest/gtest.h>

namespace penumbra::host {
namespace {

/// Half an EV up after the first step, one after the last; notes what it was given.
struct FixedTuner : Agent {
  struct Seen {
    AgentSettings settings;
    Image reference;
  };
  explicit FixedTuner(Seen& seen_) : seen(seen_) {}
  Episode run(const Input& input, const AgentSettings& settings, Progress&) override {
    seen = {settings, *input.reference};
    Episode episode;
    episode.composition = Composition::alternatives;
    episode.edits = {make_finish_step({0.5}), make_finish_step({1.0})};
    episode.scores = {9, 4, 1};
    episode.suggested = 2;
    episode.origin = {{"method", "fixed"}};
    return episode;
  }
  Seen& seen;
};

struct MatchLook : ::testing::Test {
  FakeHost host;
  Values values{match_look_table()};
  FixedTuner::Seen seen;
  AgentMaker make = [this](const std::string&) { return std::make_unique<FixedTuner>(seen); };
  Chooser choose;
  ReferenceReader reader = [](const Values&) { return test::photo(20, 10, 3, 2); };
  MatchLook() { host.photo = test::photo(60, 44, 3); }
  Outcome run() {
    return host::run(host, match_look_tool(), values, {.choose = choose, .make = make, .reference = reader});
  }
};

TEST_F(MatchLook, CommitsTheNearestStep) {
  values.set("content", "other").set("polish", true).set("steps", 7);
  EXPECT_EQ(run(), Outcome::committed);
  EXPECT_EQ(host.calls, (std::vector<std::string>{"read", "commit"}));
  EXPECT_EQ(host.committed.pixels, render({make_finish_step({1.0})}, host.photo).pixels);
  EXPECT_EQ(host.recipe.origin.at("method"), "fixed");
  EXPECT_EQ(host.recipe.origin.at("step"), 2);
  EXPECT_EQ(seen.settings.steps, 7);
  EXPECT_EQ(seen.settings.content, Content::other);
  EXPECT_TRUE(seen.settings.polish);
  EXPECT_EQ(seen.reference.pixels, reader(values).pixels);
  EXPECT_FALSE(host.progress_fell);
}

TEST_F(MatchLook, ObeysStepAndStrength) {
  values.set("step", 1).set("strength", 0.5).set("output", "new-layer");
  EXPECT_EQ(run(), Outcome::committed);
  EXPECT_EQ(host.committed.pixels, render({make_finish_step({0.5}, 0.5)}, host.photo).pixels);
  EXPECT_EQ(host.output, Output::new_layer);
}

TEST_F(MatchLook, WritesNothingAtStep0InPlace) {
  values.set("step", 0);
  EXPECT_EQ(run(), Outcome::unchanged);
  EXPECT_EQ(host.calls, std::vector<std::string>{"read"});
}

TEST_F(MatchLook, ChangesNothingWhereTheReferenceFailsOrTheUserCancels) {
  reader = [](const Values&) -> Image { throw Error("no reference"); };
  EXPECT_THROW(run(), Error);
  EXPECT_EQ(host.calls, std::vector<std::string>{"read"});
  reader = [](const Values&) { return test::photo(20, 10, 3, 2); };
  host.cancel_from = 0.0;
  EXPECT_EQ(run(), Outcome::cancelled);
  EXPECT_EQ(host.committed.pixels.size(), 0u);
}

TEST_F(MatchLook, SlidersSetByHandNeedNoReferenceAndNoTuner) {
  const FinishValues sliders{0, 0, 0, 0, 0.5};
  values.set("by-hand", changes_of(sliders));
  values.set("strength", 0.5);
  reader = [](const Values&) -> Image { throw Error("no reference"); };
  make = [](const std::string&) -> std::unique_ptr<Agent> { throw Error("no tuner"); };
  EXPECT_EQ(run(), Outcome::committed);
  EXPECT_EQ(host.committed.pixels, render({make_finish_step(sliders, 0.5)}, host.photo).pixels);
  EXPECT_EQ(host.title, "Match Look to Reference (by hand)");
  EXPECT_EQ(host.recipe.origin.at("by_hand"), true);
  EXPECT_EQ(values_from_json(match_look_tool(), host.recipe.origin.at("values")), values) << "to do it again";
}

TEST_F(MatchLook, CommitsWhatWasChosenAsItWasShown) {
  host.mode = RunMode::interactive;
  choose = [](Host&, std::shared_ptr<const Image>, const Values& start) {
    Episode decided;
    decided.composition = Composition::alternatives;
    for (int t = 1; t <= 5; ++t) decided.edits.push_back(make_finish_step({t == 4 ? 0.25 : 1.0}));
    decided.origin = {{"method", "shown"}};
    Choosing choice{start, decided};
    choice.values.set("step", 4).set("strength", 1.5).set("output", "new-layer");
    return choice;
  };
  EXPECT_EQ(run(), Outcome::committed);
  EXPECT_EQ(host.committed.pixels, render({make_finish_step({0.25}, 1.5)}, host.photo).pixels);
  EXPECT_EQ(host.recipe.origin.at("method"), "shown");
  EXPECT_EQ(host.title, "Match Look to Reference (step 4)");
  EXPECT_EQ(values.get<double>("strength"), 1.5) << "to remember";
  host.calls.clear();
  choose = [](Host&, std::shared_ptr<const Image>, const Values&) { return std::optional<Choosing>(); };
  EXPECT_EQ(run(), Outcome::cancelled);
  EXPECT_EQ(host.calls, std::vector<std::string>{"read"});
}

TEST_F(MatchLook, RefusesWhatIsOutOfRange) {
  const auto refused = [&](auto spoil) {
    values = Values(match_look_table());
    EXPECT_THROW(
        {
          spoil(values);
          check(match_look_tool(), values);
        },
        Error);
  };
  refused([](Values& v) { v.set("steps", 11); });
  refused([](Values& v) { v.set("steps", 0); });
  refused([](Values& v) { v.set("step", 12); });
  refused([](Values& v) { v.set("step", -2); });
  refused([](Values& v) { v.set("strength", 1.6); });
  refused([](Values& v) { v.set("by-hand", {{"exposure", 2.1}}); });
  refused([](Values& v) { set_argument(v, *find_parameter(v.table(), "content"), 3); });
  refused([](Values& v) { set_argument(v, *find_parameter(v.table(), "output"), 2); });
}

TEST_F(MatchLook, ValuesComeBackFromJson) {
  const Tool& tool = match_look_tool();
  values.set("reference", "/some/where.jpg").set("layer", 7).set("content", "same").set("steps", 6);
  values.set("step", 3).set("strength", 0.75).set("polish", true).set("output", "new-layer");
  EXPECT_EQ(values_from_json(tool, to_json(values)), values);
  values.set("by-hand", changes_of(FinishValues{0.5, 0, 0, 0, -0.25})).set("step", -1);
  EXPECT_EQ(values_from_json(tool, to_json(values)), values);
  const Values damaged =
      values_from_json(tool, nlohmann::json::parse(R"({"by-hand": {"exposure": 9, "tint": 0.5}})"));
  EXPECT_EQ(sliders_at({}, damaged, 1), (FinishValues{0, 0, 0.5})) << "what is out of range is neutral";
  EXPECT_EQ(values_from_json(tool, nlohmann::json::parse(R"({"steps": 40, "content": 3})")),
            Values(match_look_table()));
  EXPECT_EQ(values_from_json(tool, "no object"), Values(match_look_table()));
}

} // namespace
} // namespace penumbra::host
