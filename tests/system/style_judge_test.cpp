// SPDX-License-Identifier: GPL-3.0-or-later
// Styles as the tuner compares them, and what it does where no step is surely nearer.
#include "core/agent/agent.hpp"
#include "core/agent/look.hpp"
#include "core/error.hpp"
#include "core/system/pix_tuner/style_judge.hpp"
#include "tests/temporary_folder.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>
#include <torch/torch.h>
#include <utility>

namespace penumbra {
namespace {

namespace fs = std::filesystem;

/// Waves of several colours; `warmth` colours them.
Image waves(int width, int height, float light, float warmth) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        image.at(x, y, c) = light +
                            0.2f * std::sin(0.11f * float(x) + float(c)) * std::cos(0.07f * float(y)) +
                            warmth * (1.0f - float(c));
  return image;
}

class Judging : public testing::Test {
 protected:
  void SetUp() override {
    torch::manual_seed(4);
    net = StyleNet(StyleNetShape{4, {8, 8, 8}});
    for (torch::Tensor& parameter : net->parameters()) parameter.set_requires_grad(false);
  }
  StyleNet net{nullptr};
  const Pipeline& pipeline = product_pipeline();
  const Image photo = waves(96, 72, 0.5f, 0.0f);
};

TEST_F(Judging, neutral_sliders_gain_nothing_and_those_that_make_the_reference_much) {
  const FinishValues wanted{-0.8, 0.6, 0, 0.2, 0.3, 0, 0, 0, 0};
  const Image reference = pipeline.apply(photo, wanted, {96, 72});
  const StyleJudge judge(net, pipeline, photo, reference);
  const StyleGain none = judge.gain(neutral_values(pipeline)), all = judge.gain(wanted);
  for (const double x : {none.distance, none.gram, none.score}) EXPECT_NEAR(x, 0, 1e-6);
  for (const double x : {all.distance, all.score}) EXPECT_LT(x, -1);
  EXPECT_LT(all.gram, -0.3);
  EXPECT_FALSE(surely_nearer(none));
  EXPECT_TRUE(surely_nearer(all));
}

TEST_F(Judging, doubt_costs_more_than_distance_gains) {
  const FinishValues none{}, some{0.5, 0.5};
  const StyleGain sure{-0.5, -0.2, -0.2}, doubtful{-0.9, 0.1, -0.2};
  EXPECT_LT(style_cost(sure, none, pipeline), style_cost(doubtful, none, pipeline));
  EXPECT_DOUBLE_EQ(style_cost(sure, none, pipeline), -0.5);
  EXPECT_LT(style_cost(sure, none, pipeline), style_cost(sure, some, pipeline)) << "less is more";
}

TEST_F(Judging, settling_finds_weaker_or_other_sliders_where_the_start_is_too_far) {
  const Image reference = pipeline.apply(photo, {-0.4, 0.3}, {96, 72});
  const StyleJudge judge(net, pipeline, photo, reference);
  const FinishValues start{-1.9, 1.0, 0.5, 0, 0.8}; // the right way, by far too much
  ASSERT_FALSE(surely_nearer(judge.gain(start)));
  Progress silent;
  const FinishValues settled = settle(judge, pipeline, start, 40, silent);
  EXPECT_TRUE(surely_nearer(judge.gain(settled)));
  EXPECT_LT(judge.gain(settled).distance, 0);
}

TEST_F(Judging, settling_can_be_cancelled) {
  class Never : public Progress {
    bool cancelled() override { return ++asked_ > 12; }
    int asked_ = 0;
  } progress;
  const StyleJudge judge(net, pipeline, photo, waves(80, 80, 0.3f, 0.1f));
  EXPECT_THROW(settle(judge, pipeline, neutral_values(pipeline), 40, progress), Cancelled);
}

TEST_F(Judging, needs_pictures_that_show_something) {
  EXPECT_TRUE(StyleJudge::can_judge(photo, photo));
  EXPECT_FALSE(StyleJudge::can_judge(photo, waves(200, 20, 0.5f, 0)));
}

/// The shipped models, or some of them.
class Stylization : public testing::Test {
 protected:
  Episode run(const std::string& models, bool polish, Content content = Content::other) {
    AgentSettings settings;
    settings.steps = 10;
    settings.content = content;
    settings.polish = polish;
    Progress silent;
    const Image photo = waves(160, 120, 0.6f, 0.0f), reference = waves(120, 120, 0.3f, 0.1f);
    return make_agent("pix-tuner", models)->run({photo, &reference}, settings, silent);
  }
  std::string copied() {
    fs::copy(PENUMBRA_TEST_MODELS, folder.path(),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    return folder.path();
  }
  const test::TemporaryFolder folder;
};

TEST_F(Stylization, polishes_where_it_is_told_to) {
  const Episode episode = run(PENUMBRA_TEST_MODELS, true);
  ASSERT_TRUE(episode.goal.polished);
  EXPECT_EQ(episode.states.size(), 12u);
  EXPECT_EQ(episode.suggested, 11);
  EXPECT_TRUE(episode.origin.contains("style_net_version")) << "recipes say what decided";
  EXPECT_LT(episode.scores[11], episode.scores[0]);
}

TEST_F(Stylization, does_as_the_policy_says_without_a_style_net) {
  const std::string models = copied();
  nlohmann::json manifest = nlohmann::json::parse(std::ifstream(models + "/manifest.json")),
                 kept = nlohmann::json::array();
  for (const auto& model : manifest.at("models"))
    if (model.at("id") != "style-net") kept.push_back(model);
  ASSERT_LT(kept.size(), manifest.at("models").size());
  manifest["models"] = kept;
  std::ofstream(models + "/manifest.json") << manifest;
  const Episode episode = run(models, true);
  EXPECT_FALSE(episode.goal.polished);
  EXPECT_FALSE(episode.origin.contains("style_net_version"));
  ASSERT_EQ(episode.states.size(), 11u);
  for (const double distance : episode.scores)
    EXPECT_GE(distance, episode.scores[std::size_t(episode.suggested)]);
}

TEST_F(Stylization, refuses_a_damaged_style_net_which_finishing_does_not_need) {
  const std::string models = copied();
  {
    std::fstream weights(models + "/style-net/style-net.safetensors",
                         std::ios::in | std::ios::out | std::ios::binary);
    weights.seekp(-1, std::ios::end);
    weights.put('\x7f');
  }
  EXPECT_THROW(run(models, false), Error);
  EXPECT_EQ(run(models, false, Content::same).states.size(), 11u);
}

/// Notes what is asked of the product's pipeline: hash of the picture, and the sliders.
class Counting : public Pipeline {
 public:
  const std::array<Slider, finish_sliders>& sliders() const override { return product_pipeline().sliders(); }
  Image apply(const Image& photo, const FinishValues& values, Size full) const override {
    double sum = photo.width;
    for (std::size_t i = 0; i < photo.pixels.size(); ++i)
      sum += double(photo.pixels[i]) * double(1 + i % 911);
    ++asked[{sum, values}];
    return product_pipeline().apply(photo, values, full);
  }
  mutable std::map<std::pair<double, FinishValues>, int> asked;
};

TEST_F(Stylization, renders_nothing_twice_within_one_decision) {
  const Image photo = waves(160, 120, 0.6f, 0.0f), other = waves(120, 120, 0.3f, 0.1f);
  const Image same = product_pipeline().apply(photo, {0.4, 0.2}, {160, 120});
  const auto agent = make_agent("pix-tuner", PENUMBRA_TEST_MODELS);
  Progress silent;
  for (const Image* reference : {&other, &same})
    for (const bool polish : {false, true}) {
      const Counting pipeline;
      AgentSettings settings;
      settings.steps = 10;
      settings.polish = polish;
      settings.polish_queries = 60;
      settings.pipeline = &pipeline;
      const Episode episode = agent->run({photo, reference}, settings, silent);
      EXPECT_EQ(episode.states.size(), episode.edits.size() + 1);
      EXPECT_GE(pipeline.asked.size(), 10u);
      for (const auto& [query, times] : pipeline.asked) EXPECT_EQ(times, 1) << polish;
    }
}

} // namespace
} // namespace penumbra
