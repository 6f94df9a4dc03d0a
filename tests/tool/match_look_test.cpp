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
  MatchLookValues values;
  FixedTuner::Seen seen;
  AgentMaker make = [this](const std::string&) { return std::make_unique<FixedTuner>(seen); };
  MatchLookChooser choose;
  ReferenceReader reader = [](const MatchLookValues&) { return test::photo(20, 10, 3, 2); };
  MatchLook() { host.photo = test::photo(60, 44, 3); }
  Outcome run() { return run_match_look(host, values, reader, choose, make); }
};

TEST_F(MatchLook, CommitsTheNearestStep) {
  values.content = Content::other, values.polish = true, values.steps = 7;
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
  values.step = 1, values.strength = 0.5, values.output = Output::new_layer;
  EXPECT_EQ(run(), Outcome::committed);
  EXPECT_EQ(host.committed.pixels, render({make_finish_step({0.5}, 0.5)}, host.photo).pixels);
  EXPECT_EQ(host.output, Output::new_layer);
}

TEST_F(MatchLook, WritesNothingAtStep0InPlace) {
  values.step = 0;
  EXPECT_EQ(run(), Outcome::unchanged);
  EXPECT_EQ(host.calls, std::vector<std::string>{"read"});
}

TEST_F(MatchLook, ChangesNothingWhereTheReferenceFailsOrTheUserCancels) {
  reader = [](const MatchLookValues&) -> Image { throw Error("no reference"); };
  EXPECT_THROW(run(), Error);
  EXPECT_EQ(host.calls, std::vector<std::string>{"read"});
  reader = [](const MatchLookValues&) { return test::photo(20, 10, 3, 2); };
  host.cancel_from = 0.0;
  EXPECT_EQ(run(), Outcome::cancelled);
  EXPECT_EQ(host.committed.pixels.size(), 0u);
}

TEST_F(MatchLook, SlidersSetByHandNeedNoReferenceAndNoTuner) {
  values.by_hand = FinishValues{0, 0, 0, 0, 0.5};
  values.strength = 0.5;
  reader = [](const MatchLookValues&) -> Image { throw Error("no reference"); };
  make = [](const std::string&) -> std::unique_ptr<Agent> { throw Error("no tuner"); };
  EXPECT_EQ(run(), Outcome::committed);
  EXPECT_EQ(host.committed.pixels, render({make_finish_step(*values.by_hand, 0.5)}, host.photo).pixels);
  EXPECT_EQ(host.title, "Match Look to Reference (by hand)");
  EXPECT_EQ(host.recipe.origin.at("by_hand"), true);
  EXPECT_EQ(match_look_from_json(host.recipe.origin.at("values")), values) << "to do it again";
}

TEST_F(MatchLook, CommitsWhatWasChosenAsItWasShown) {
  host.mode = RunMode::interactive;
  choose = [](Host&, std::shared_ptr<const Image>, const MatchLookValues& start) {
    MatchLookChoice choice{start, {0.25}, 4, {{"method", "shown"}}};
    choice.values.strength = 1.5;
    choice.values.output = Output::new_layer;
    return choice;
  };
  EXPECT_EQ(run(), Outcome::committed);
  EXPECT_EQ(host.committed.pixels, render({make_finish_step({0.25}, 1.5)}, host.photo).pixels);
  EXPECT_EQ(host.recipe.origin.at("method"), "shown");
  EXPECT_EQ(host.title, "Match Look to Reference (step 4)");
  EXPECT_EQ(values.strength, 1.5) << "to remember";
  host.calls.clear();
  choose = [](Host&, std::shared_ptr<const Image>, const MatchLookValues&) {
    return std::optional<MatchLookChoice>();
  };
  EXPECT_EQ(run(), Outcome::cancelled);
  EXPECT_EQ(host.calls, std::vector<std::string>{"read"});
}

TEST_F(MatchLook, RefusesWhatIsOutOfRange) {
  const MatchLookValues good;
  const auto refused = [&](auto spoil) {
    values = good;
    spoil(values);
    EXPECT_THROW(check(values), Error);
  };
  refused([](MatchLookValues& v) { v.steps = 11; });
  refused([](MatchLookValues& v) { v.steps = 0; });
  refused([](MatchLookValues& v) { v.step = 12; });
  refused([](MatchLookValues& v) { v.step = -2; });
  refused([](MatchLookValues& v) { v.strength = 1.6; });
  refused([](MatchLookValues& v) { v.by_hand = FinishValues{2.1}; });
  refused([](MatchLookValues& v) { v.content = Content(3); });
  refused([](MatchLookValues& v) { v.output = Output::layer_stack; });
}

TEST_F(MatchLook, ValuesComeBackFromJson) {
  values = {"/some/where.jpg", 7, Content::same, 6, 3, 0.75, true, Output::new_layer};
  EXPECT_EQ(match_look_from_json(to_json(values)), values);
  values.by_hand = FinishValues{0.5, 0, 0, 0, -0.25};
  EXPECT_EQ(match_look_from_json(to_json(values)), values);
  EXPECT_EQ(
      match_look_from_json(nlohmann::json::parse(R"({"by-hand": {"exposure": 9, "tint": 0.5}})")).by_hand,
      (FinishValues{0, 0, 0.5}))
      << "what is out of range is neutral";
  EXPECT_EQ(match_look_from_json(nlohmann::json::parse(R"({"steps": 40, "content": 3})")), MatchLookValues{});
  EXPECT_EQ(match_look_from_json("no object"), MatchLookValues{});
}

} // namespace
} // namespace penumbra::host
