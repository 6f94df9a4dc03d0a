// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/system/rank_states.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <torch/torch.h>

using namespace penumbra;

namespace {

/// Likes a mean of 0.5: rates it 10, black and white 1.
class LikesMiddle : public Oracle {
 public:
  torch::Tensor distribution(const torch::Tensor& pictures) const override {
    const torch::Tensor off = (pictures.flatten(1).mean(1, true) - 0.5).abs() * 2;
    torch::Tensor all = torch::zeros({pictures.size(0), ratings});
    all.slice(1, 0, 1) = off;
    all.slice(1, 9, 10) = 1 - off;
    return all;
  }
};

/// `steps` steps of curve strength 0.5 from a picture that is `level` everywhere.
Episode brightening(float level, int steps) {
  Episode episode;
  episode.observation = Image(16, 8, 3);
  std::fill(episode.observation.pixels.begin(), episode.observation.pixels.end(), level);
  Map map(16, 8, 1);
  std::fill(map.values.begin(), map.values.end(), 0.5f);
  for (int i = 0; i < steps; ++i) episode.edits.push_back(make_curve_step(map));
  return episode;
}

} // namespace

TEST(RankStates, scores_every_state_and_preselects_the_best) {
  Episode episode = brightening(0.2f, 6);
  Progress progress;
  rank_states(episode, LikesMiddle(), progress);
  ASSERT_EQ(episode.scores.size(), 7u);
  double level = 0.2;
  for (const double score : episode.scores) {
    EXPECT_NEAR(score, 10 - 18 * std::abs(level - 0.5), 0.01);
    level += 0.5 * level * (1 - level);
  }
  EXPECT_EQ(episode.suggested, 3); // levels 0.2, 0.28, 0.381, 0.499, 0.624 …
}

TEST(RankStates, looks_at_the_states_that_the_agent_kept_and_renders_none_again) {
  Episode episode = brightening(0.2f, 2);
  for (const float level : {0.1f, 0.9f, 0.5f}) { // not what the edits would make of it
    episode.states.emplace_back(16, 8, 3);
    std::fill(episode.states.back().pixels.begin(), episode.states.back().pixels.end(), level);
  }
  Progress progress;
  rank_states(episode, LikesMiddle(), progress);
  ASSERT_EQ(episode.scores.size(), 3u);
  EXPECT_NEAR(episode.scores[0], 10 - 18 * 0.4, 0.01);
  EXPECT_NEAR(episode.scores[1], 10 - 18 * 0.4, 0.01);
  EXPECT_NEAR(episode.scores[2], 10, 0.01);
}

TEST(RankStates, leaves_a_photo_that_is_well_exposed_alone) {
  Episode episode = brightening(0.5f, 4);
  Progress progress;
  rank_states(episode, LikesMiddle(), progress);
  EXPECT_EQ(episode.suggested, 0);
}

TEST(RankStates, can_be_cancelled_and_then_leaves_the_episode_as_it_was) {
  struct Stop : Progress {
    bool cancelled() override { return true; }
  } stop;
  Episode episode = brightening(0.2f, 4);
  episode.suggested = 4;
  EXPECT_THROW(rank_states(episode, LikesMiddle(), stop), Cancelled);
  EXPECT_EQ(episode.suggested, 4);
  EXPECT_TRUE(episode.scores.empty());
}

namespace {

StepNet untrained() {
  torch::manual_seed(3);
  return StepNet();
}

} // namespace

TEST(SuggestStep, scores_every_state_and_suggests_what_is_expected_most_of) {
  Episode episode = brightening(0.2f, 6);
  Progress progress;
  StepNet net = untrained();
  suggest_step(episode, net, progress);
  ASSERT_EQ(episode.scores.size(), 7u);
  std::vector<double> wanted = expected_likeness(net, episode.states);
  wanted[0] += untouched_credit;
  EXPECT_EQ(episode.scores, wanted);
  const auto suggested = episode.scores.begin() + episode.suggested;
  EXPECT_EQ(*suggested, *std::max_element(wanted.begin(), wanted.end()));
  EXPECT_EQ(std::count(episode.scores.begin(), suggested, *suggested), 0) << "the first of equals";
}

TEST(SuggestStep, the_photo_stays_where_nothing_is_expected_to_be_better) {
  Episode episode = brightening(0.2f, 3);
  Progress progress;
  StepNet net = untrained();
  const torch::NoGradGuard constant;
  for (auto& weight : net->named_parameters())
    if (weight.key() == "out.weight") weight.value().zero_(); // the same of every state
  suggest_step(episode, net, progress);
  for (std::size_t i = 1; i < episode.scores.size(); ++i)
    EXPECT_FLOAT_EQ(float(episode.scores[i] + untouched_credit), float(episode.scores[0]));
  EXPECT_EQ(episode.suggested, 0);
}
