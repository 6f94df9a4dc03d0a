// SPDX-License-Identifier: GPL-3.0-or-later
// The course of an episode, with a policy of random weights.
#include "core/error.hpp"
#include "core/system/deep_exposure/deep_exposure.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

DeepExposureAgent agent() {
  torch::manual_seed(7);
  FusionWeights weights;
  weights.locality = 0.5;
  return DeepExposureAgent(ExposureNet(policy_channels, 0.0), weights, {{"model", "test"}});
}

TEST(DeepExposure, DecidesOneExposureForEachSegment) {
  Progress silent;
  const Image photo = test::photo(400, 300, 3);
  const Episode episode = agent().run(photo, {}, silent);
  ASSERT_EQ(episode.edits.size(), 1u);
  EXPECT_EQ(episode.suggested, 1);
  const FusionPlan plan = fusion_plan(episode.edits[0]);
  EXPECT_GE(plan.segments.size(), 2u);
  EXPECT_LE(plan.segments.size(), 8u);
  EXPECT_EQ(plan.weights.locality, 0.5);
  for (const SegmentExposure& segment : plan.segments) EXPECT_TRUE(segment.on);
  const std::vector<SegmentStep> steps = segment_steps(plan, episode.observation);
  EXPECT_EQ(steps.size(), plan.segments.size());
  EXPECT_EQ(episode.origin["model"], "test");
}

TEST(DeepExposure, DecidesTheSameForTheSamePhotoInAnyEncoding) {
  Progress silent;
  const Image photo = test::photo(200, 150, 4);
  const Episode once = agent().run(photo, {}, silent),
                again = agent().run(convert(photo, Encoding::linear), {}, silent);
  const FusionPlan a = fusion_plan(once.edits[0]), b = fusion_plan(again.edits[0]);
  ASSERT_EQ(a.segments.size(), b.segments.size());
  for (std::size_t i = 0; i < a.segments.size(); ++i) EXPECT_NEAR(a.segments[i].ev, b.segments[i].ev, 0.011);
}

TEST(DeepExposure, StrengthMultipliesWhatWasDecided) {
  Progress silent;
  const Image photo = test::photo(120, 90, 1);
  const std::vector<EditStep> decided = agent().run(photo, {}, silent).edits;
  const FusionPlan half = fusion_plan(with_strength(decided, 0.5)[0]);
  const FusionPlan whole = fusion_plan(decided[0]);
  EXPECT_EQ(whole.strength, 1);
  for (int i = 0; i < int(whole.segments.size()); ++i) EXPECT_NEAR(half.ev(i), 0.5 * whole.ev(i), 1e-6);
  EXPECT_THROW(fusion_plan(with_strength(decided, 1.6)[0]), Error);
}

TEST(DeepExposure, StopsWhenItIsToldTo) {
  struct Stopping : Progress {
    bool cancelled() override { return true; }
  } stopping;
  EXPECT_THROW(agent().run(test::photo(120, 90, 3), {}, stopping), Cancelled);
}

} // namespace
} // namespace penumbra
