// SPDX-License-Identifier: GPL-3.0-or-later
// The course of an episode, with a small network of random weights.
#include "core/agent/actions.hpp"
#include "core/edit/engine/edit.hpp"
#include "core/system/low_light/agent.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

Image gradient(int width, int height) {
  Image image(width, height, 3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        image.at(x, y, c) = 0.02f + 0.3f * float(x) / float(width) + 0.05f * float((y / 8 + c) % 2);
  return image;
}

LowLightAgent small_agent(int working_size) {
  torch::manual_seed(7);
  LowLightSystem system = all_e_system(8);
  return LowLightAgent(system, PixelNet(system.shape), working_size, {{"model", "test"}});
}

TEST(WithinGain, ScalesWhatIsTooMuchAndLeavesTheRest) {
  torch::Tensor strengths = torch::full({1, 3, 4, 6}, 0.5);
  strengths.slice(3, 0, 3) += 0.25, strengths.slice(3, 3) -= 0.25;
  EXPECT_TRUE(torch::equal(within_gain(strengths, 1.5001), strengths));
  const torch::Tensor less = within_gain(strengths, 1.25);
  EXPECT_TRUE(torch::allclose(less, strengths / 2));
  EXPECT_TRUE(torch::equal(within_gain(-strengths, 1), -strengths)); // darkening has no limit
  EXPECT_TRUE(torch::equal(within_gain(strengths, 1), torch::zeros_like(strengths)));
}

TEST(Believed, KeepsMeansAndHalfOfDifferencesAtTheDoubtfulSpread) {
  torch::Tensor strengths = torch::full({2, 3, 4, 6}, 0.3);
  strengths.slice(3, 0, 3) += 0.04, strengths.slice(3, 3) -= 0.04; // a deviation of 0.04 around 0.3
  strengths[0][1].fill_(-0.2);                                     // a channel without differences
  strengths[1][2] = 0.3 + (strengths[1][2] - 0.3) * 10;
  const torch::Tensor kept = shrunk(strengths, 0.04);
  EXPECT_TRUE(torch::allclose(kept.mean({2, 3}), strengths.mean({2, 3})));
  EXPECT_NEAR(kept[0][0][0][0].item<double>(), 0.32, 1e-6);
  EXPECT_NEAR(kept[0][0][0][5].item<double>(), 0.28, 1e-6);
  EXPECT_TRUE(torch::allclose(kept[0][1], strengths[0][1], 0, 1e-6));
  EXPECT_NEAR(kept[1][2][0][0].item<double>(), 0.3 + 0.4 * 100 / 101, 1e-6);
  EXPECT_TRUE(torch::allclose(shrunk(strengths, 0), strengths, 1e-5, 1e-7));
}

TEST(ActionSets, AreThoseOfThePapers) {
  const auto all_e = all_e_strengths(), rellie = rellie_strengths();
  EXPECT_EQ(all_e.size(), 28u);
  EXPECT_FLOAT_EQ(all_e.front(), -0.5f);
  EXPECT_FLOAT_EQ(all_e.back(), 1.0f);
  EXPECT_FLOAT_EQ(all_e[1] - all_e[0], 1.0f / 18);
  EXPECT_EQ(rellie.size(), 27u);
  EXPECT_FLOAT_EQ(rellie.front(), -0.3f);
  EXPECT_FLOAT_EQ(rellie.back(), 1.0f);
}

TEST(ChannelStrengths, CoupleAndMix) {
  LowLightSystem system;
  system.shape.heads = 3;
  system.coupling = 0.1;
  system.mixing = 0.8;
  const torch::Tensor heads = torch::tensor({0.5f, -0.2f, 1.0f}).view({1, 3, 1, 1});
  const torch::Tensor rgb = channel_strengths(system, heads).view(-1);
  EXPECT_NEAR(rgb[2].item<double>(), 0.8 * 0.5, 1e-6);                 // blue: A_1
  EXPECT_NEAR(rgb[1].item<double>(), 0.8 * (0.45 + 0.1 * -0.2), 1e-6); // green: 0.9 A_1 + 0.1 A_2
  EXPECT_NEAR(rgb[0].item<double>(), 0.8 * (0.45 + 0.1 * 1.0), 1e-6);  // red: 0.9 A_1 + 0.1 A_3
}

TEST(LowLightAgent, RenderingTheRecipeIsStepping) {
  // Deciding at the photo's own size, the rendered recipe must be the state that the agent ended in.
  const Image photo = gradient(96, 72);
  Progress silent;
  AgentSettings settings;
  settings.steps = 5;
  const Episode episode = small_agent(96).run(photo, settings, silent);
  ASSERT_EQ(episode.observation.pixels, photo.pixels);
  Image state = photo;
  for (const EditStep& step : episode.edits) state = render({step}, state);
  const Image at_once = render(episode.edits, photo);
  double largest = 0;
  for (std::size_t i = 0; i < state.pixels.size(); ++i)
    largest = std::max(largest, double(std::fabs(state.pixels[i] - at_once.pixels[i])));
  EXPECT_LE(largest, 1e-5);
}

TEST(LowLightAgent, WorksAtTheSizeAskedFor) {
  const Image photo = gradient(200, 100);
  Progress silent;
  AgentSettings settings;
  EXPECT_EQ(small_agent(64).run(photo, settings, silent).edits.front().maps.front().width, 64);
  settings.working_size = 128;
  const Episode episode = small_agent(64).run(photo, settings, silent);
  EXPECT_EQ(episode.edits.front().maps.front().width, 128);
  EXPECT_EQ(episode.edits.front().maps.front().height, 64);
  EXPECT_EQ(episode.origin.at("working_size"), 128);
}

} // namespace
} // namespace penumbra
