// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/rellie/denoising.hpp"

#include "core/edit/curve/curve.hpp"
#include "core/image/guided.hpp"
#include "core/system/rellie/denoise_policy.hpp"

#include <gtest/gtest.h>
#include <random>

namespace penumbra {
namespace {

/// A dark ramp with normal noise.
Image dark_ramp(float sigma) {
  std::mt19937 random(4);
  std::normal_distribution<float> noise(0, sigma);
  Image image(160, 96, 3);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c) image.at(x, y, c) = 0.15f + 0.1f * float(x) / 160 + noise(random);
  return image;
}

EditStep brighten(float strength) {
  Map map(1, 1);
  map.values = {strength};
  return make_curve_step(resize_map(map, {40, 24}));
}

Episode three_steps(const Image& photo) {
  Episode episode;
  episode.observation = observe(photo, 40);
  for (int t = 0; t < 3; ++t) episode.edits.push_back(brighten(0.5f));
  episode.suggested = 3;
  episode.scores = {1, 2, 3, 4};
  return episode;
}

/// A policy that says the same whatever it sees.
PixelNet stubborn(bool denoise) {
  PixelNet net(denoise_policy_shape(4));
  const torch::NoGradGuard no_grad;
  for (torch::Tensor& parameter : net->parameters()) parameter.zero_();
  for (auto& item : net->named_parameters())
    if (item.key() == "policy.2.bias") item.value()[denoise ? 1 : 0] = 1;
  return net;
}

TEST(FollowGain, IsTheSlopeOfTheCurve) {
  const float value = 0.2f, strength = 0.6f, small = 1e-3f;
  Image state(4, 3, 3);
  std::fill(state.pixels.begin(), state.pixels.end(), value);
  Map map(4, 3, 1);
  std::fill(map.values.begin(), map.values.end(), strength);
  Map gain(4, 3, 3);
  std::fill(gain.values.begin(), gain.values.end(), 2.0f);
  follow_gain(gain, make_curve_step(map), state);
  const auto curve = [&](float s) { return s + strength * s * (1 - s); };
  const float slope = (curve(value + small) - curve(value - small)) / (2 * small);
  for (const float v : gain.values) EXPECT_NEAR(v, 2 * slope, 1e-3f);
}

TEST(NoiseLevel, IsTheNoiseOfThePhotoTimesTheGain) {
  const Image photo = dark_ramp(0.02f);
  const Image observation = observe(photo, 40);
  Map gain(observation.width, observation.height, 3);
  std::fill(gain.values.begin(), gain.values.end(), 3.0f);
  const Map level = noise_level(photo, observation, gain);
  for (const float v : level.values) EXPECT_NEAR(v, 0.06f, 0.012f);
}

TEST(AddDenoising, ComesAfterTheFirstStepAtWhichThePolicyAsksForIt) {
  const Image photo = dark_ramp(0.02f);
  Episode episode = three_steps(photo);
  PixelNet policy = stubborn(true);
  const torch::NoGradGuard no_grad;
  add_denoising(episode, photo, policy);
  ASSERT_EQ(episode.edits.size(), 4u);
  EXPECT_EQ(episode.edits[0].operation, "curve");
  const EditStep& step = episode.edits[1];
  EXPECT_EQ(step.operation, "denoise");
  EXPECT_EQ(step.parameters.at("amount"), 1) << "how much of it is applied is not decided";
  EXPECT_EQ(with_amount(episode.edits, "denoise", 0.75)[1].parameters.at("amount"), 0.75);
  EXPECT_EQ(step.parameters.at("width"), 160);
  // 0.02, steepened by one curve: 1 + 0.5 (1 - 2 * 0.2).
  EXPECT_NEAR(step.parameters.at("sigma").get<double>(), 0.02 * 1.3, 0.006);
  EXPECT_EQ(episode.suggested, 4);
  EXPECT_EQ(episode.scores, (std::vector<double>{1, 2, 2, 3, 4}));
  ASSERT_EQ(episode.states.size(), 5u);
  EXPECT_EQ(episode.states[2].pixels, episode.states[1].pixels) << "so small a copy shows no noise";
  EXPECT_EQ(episode.origin.at("denoise_step"), 2);
}

TEST(AddDenoising, LeavesTheEpisodeAloneWhereNothingIsAskedForOrNoNoiseIsFound) {
  const torch::NoGradGuard no_grad;
  for (const bool asks : {false, true}) {
    const Image photo = dark_ramp(asks ? 0.0f : 0.02f);
    Episode episode = three_steps(photo);
    PixelNet policy = stubborn(asks);
    add_denoising(episode, photo, policy);
    EXPECT_EQ(episode.edits.size(), 3u) << asks;
    EXPECT_EQ(episode.suggested, 3);
    EXPECT_EQ(episode.scores.size(), 4u);
    EXPECT_FALSE(episode.origin.contains("denoise_step"));
  }
}

TEST(AddDenoising, TinyPhotosWork) {
  const torch::NoGradGuard no_grad;
  for (const Size size : {Size{1, 1}, Size{5, 40}, Size{33, 17}}) {
    const Image photo(size.width, size.height, 3);
    Episode episode;
    episode.observation = observe(photo, 40);
    episode.edits = {brighten(0.5f)};
    PixelNet policy = stubborn(true);
    add_denoising(episode, photo, policy);
    EXPECT_EQ(episode.edits.size(), 1u); // nothing to be seen in it
  }
}

} // namespace
} // namespace penumbra
