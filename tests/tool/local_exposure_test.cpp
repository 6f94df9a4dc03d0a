#include "core/tool/local_exposure.hpp"

#include "core/error.hpp"
#include "tests/image/pictures.hpp"
#include "tests/tool/fake_host.hpp"

#include <gtest/gtest.h>

namespace penumbra::host {
namespace {

FusionPlan plan() {
  FusionPlan plan;
  plan.labels = Map(8, 8);
  for (std::size_t i = 0; i < 64; ++i) plan.labels.values[i] = i % 8 < 4 ? 0.0f : 1.0f;
  plan.segments = {{2.0, true}, {-1.0, true}};
  return plan;
}

/// Decides plan(), and notes its settings.
class FixedAgent : public Agent {
 public:
  explicit FixedAgent(AgentSettings& seen) : seen_(seen) {}
  Episode run(const Input& input, const AgentSettings& settings, Progress&) override {
    seen_ = settings;
    Episode episode;
    episode.observation = observe(input.photo, 64);
    episode.edits = {make_fusion_step(plan())};
    episode.suggested = 1;
    episode.origin = {{"method", "fixed"}};
    return episode;
  }

 private:
  AgentSettings& seen_;
};

struct LocalExposure : ::testing::Test {
  FakeHost host;
  LocalExposureValues values;
  AgentSettings seen;
  AgentMaker make = [this](const std::string&) { return std::make_unique<FixedAgent>(seen); };
  LocalExposure() { host.photo = test::photo(60, 44, 3); }
};

TEST_F(LocalExposure, CommitsTheFusionOfWhatWasDecided) {
  values.strength = 0.5;
  EXPECT_EQ(run_local_exposure(host, values, {}, make), Outcome::committed);
  EXPECT_EQ(host.calls, (std::vector<std::string>{"read", "commit"}));
  EXPECT_EQ(fusion_plan(host.recipe.steps.at(0)).strength, 0.5);
  EXPECT_TRUE(test::same_bits(host.committed.pixels, render(host.recipe.steps, host.photo).pixels));
  EXPECT_EQ(host.recipe.origin["tool"], "local-exposure");
  EXPECT_EQ(host.title, "Balance Local Exposure (DeepExposure II, 2 segments)");
  EXPECT_FALSE(host.progress_fell);
}

TEST_F(LocalExposure, CommitsAStackThatComesCloseToTheFusion) {
  host.photo = test::photo(300, 200, 3);
  values.output = Output::layer_stack;
  EXPECT_EQ(run_local_exposure(host, values, {}, make), Outcome::committed);
  ASSERT_EQ(host.stack.size(), 3u);
  EXPECT_EQ(host.stack[0].name, "Input, 0 EV");
  EXPECT_EQ(host.stack[1].name, "-1.00 EV");
  EXPECT_EQ(host.stack[2].name, "+2.00 EV");
  EXPECT_TRUE(test::same_bits(host.stack_pixels[0].pixels, host.photo.pixels));
  Image flat = host.photo;
  for (std::size_t k = 0; k < host.stack.size(); ++k)
    for (std::size_t i = 0; i < flat.pixels.size(); ++i)
      flat.pixels[i] +=
          host.stack[k].opacity.values[i / 3] * (host.stack_pixels[k].pixels[i] - flat.pixels[i]);
  EXPECT_GT(test::psnr(flat, render(host.recipe.steps, host.photo)), 32.0);
}

TEST_F(LocalExposure, TakesWhatTheUserChangedInTheDialog) {
  host.mode = RunMode::interactive;
  const auto dialog = [](Host&, std::shared_ptr<const Image>, const LocalExposureValues& from) {
    LocalExposureChoice choice{from, plan(), {}};
    choice.plan.segments[1].on = false;
    choice.plan.segments[0].ev = 0.25;
    choice.values.form = FusionForm::fast;
    return std::optional(choice);
  };
  EXPECT_EQ(run_local_exposure(host, values, dialog, make), Outcome::committed);
  const FusionPlan committed = fusion_plan(host.recipe.steps.at(0));
  EXPECT_FALSE(committed.segments[1].on);
  EXPECT_EQ(committed.segments[0].ev, 0.25);
  EXPECT_EQ(committed.form, FusionForm::fast);
  EXPECT_EQ(values.form, FusionForm::fast) << "remembered";
}

TEST_F(LocalExposure, WritesNothingWhenCancelled) {
  host.mode = RunMode::interactive;
  const auto closed = [](Host&, std::shared_ptr<const Image>, const LocalExposureValues&) {
    return std::optional<LocalExposureChoice>();
  };
  EXPECT_EQ(run_local_exposure(host, values, closed, make), Outcome::cancelled);
  host.mode = RunMode::noninteractive;
  host.cancel_from = 0.5;
  EXPECT_EQ(run_local_exposure(host, values, {}, make), Outcome::cancelled);
  for (const std::string& call : host.calls) EXPECT_EQ(call, "read");
}

TEST_F(LocalExposure, RefusesValuesOutOfRange) {
  const auto refused = [&](auto change) {
    LocalExposureValues wrong;
    change(wrong);
    EXPECT_THROW(run_local_exposure(host, wrong, {}, make), Error);
  };
  refused([](auto& v) { v.method = "all-e"; });
  refused([](auto& v) { v.strength = 1.6; });
  refused([](auto& v) { v.strength = test::not_a_number; });
  refused([](auto& v) { v.form = FusionForm(2); });
  refused([](auto& v) { v.output = Output(3); });
  EXPECT_TRUE(host.calls.empty());
}

TEST_F(LocalExposure, RemembersValuesAsText) {
  values = {"deep-exposure-i", 0.75, FusionForm::fast, Output::layer_stack};
  EXPECT_EQ(local_exposure_from_json(to_json(values)), values);
  EXPECT_EQ(local_exposure_from_json({{"method", "unknown"}, {"strength", 9}, {"output", 3}}),
            LocalExposureValues());
  EXPECT_EQ(local_exposure_from_json(nlohmann::json::array()), LocalExposureValues());
}

TEST(EvText, IsSignedAndHasTwoPlaces) {
  EXPECT_EQ(ev_text(1.5), "+1.50 EV");
  EXPECT_EQ(ev_text(-0.257), "-0.26 EV");
  EXPECT_EQ(ev_text(0.001), "0 EV");
}

} // namespace
} // namespace penumbra::host
