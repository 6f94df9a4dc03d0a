// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/train/low_light/low_light.hpp"
#include "core/train/run/photos.hpp"
#include "tests/train/synthetic_photos.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

TEST(Photos, AreLoadedInOrderAndReduced) {
  const SyntheticPhotos folder(5);
  PhotoSet set = load_photos(folder.path(), 64);
  ASSERT_EQ(set.photos.size(), 5u);
  EXPECT_EQ(set.names.front(), "p100.png");
  EXPECT_EQ(set.photos.front().size(2), 64);
  EXPECT_EQ(set.photos.front().size(1), 48);
  const PhotoSet held = hold_out(set, 4);
  EXPECT_EQ(held.photos.size(), 1u);
  EXPECT_EQ(held.names.front(), "p102.png");
  EXPECT_EQ(set.photos.size(), 4u);
  EXPECT_THROW(load_photos("/nowhere", 64), Error);
}

TEST(Darken, HalvesTheLightForEachEv) {
  DarkenModel model;
  model.min_ev = model.max_ev = 1.0;
  model.gain_spread = model.gamma_spread = model.headroom_share = model.uneven = 0;
  model.min_noise = model.max_noise = 1e-9;
  std::mt19937_64 random(1);
  const torch::Tensor photo = torch::full({1, 3, 8, 8}, 0.8f);
  const torch::Tensor light = srgb_to_linear(darken(photo, model, random));
  EXPECT_NEAR(light.mean().item<double>(), 0.5 * srgb_to_linear(photo).mean().item<double>(), 0.004);
}

TEST(CameraTone, IsAnSOfWhichTheInverseIsKnown) {
  const torch::Tensor v = torch::linspace(0, 1, 101);
  EXPECT_TRUE(torch::equal(camera_tone(v, 0), v));
  const torch::Tensor s = camera_tone(v, 0.6);
  EXPECT_NEAR(s[25].item<double>(), 0.25 + 0.6 * (3 * 0.0625 - 2 * 0.015625 - 0.25), 1e-6);
  EXPECT_NEAR(s[50].item<double>(), 0.5, 1e-6);
  EXPECT_NEAR(s[100].item<double>(), 1.0, 1e-6);
  EXPECT_TRUE((s.diff() > 0).all().item<bool>());
  for (const double share : {0.3, 0.6, 0.9})
    EXPECT_LT((camera_tone_inverse(camera_tone(v, share), share) - v).abs().max().item<double>(), 2e-4);
}

TEST(Darken, GoesThroughTheCamerasToneCurveBothWays) {
  DarkenModel model;
  model.min_ev = model.max_ev = 2.0;
  model.min_tone = model.max_tone = 0.6;
  model.gain_spread = model.gamma_spread = model.headroom_share = model.uneven = 0;
  model.min_noise = model.max_noise = 1e-9;
  std::mt19937_64 random(1);
  for (const auto& [photo, dark] : {std::pair{0.3f, 0.1124}, std::pair{0.7f, 0.3028}})
    EXPECT_NEAR(darken(torch::full({1, 3, 8, 8}, photo), model, random).mean().item<double>(), dark,
                0.6 / 255);
  model.min_ev = model.max_ev = 0; // no EV, no change
  const torch::Tensor photo = torch::rand({1, 3, 8, 8});
  EXPECT_TRUE(torch::allclose(darken(photo, model, random), photo, 0, 0.6 / 255));
}

TEST(Darken, LeavesGlareWhiteAndTheRestDark) {
  DarkenModel model;
  model.min_ev = model.max_ev = 2.0;
  model.gain_spread = model.gamma_spread = model.headroom_share = model.uneven = 0;
  model.min_noise = model.max_noise = 1e-9;
  model.glare_share = 1, model.max_glare_ev = 1000; // as good as always more than the 2 EV
  std::mt19937_64 random(1);
  const torch::Tensor photo =
      torch::cat({torch::full({1, 3, 8, 8}, 1.0f), torch::full({1, 3, 8, 8}, 0.7f)}, 3);
  const torch::Tensor dark = darken(photo, model, random)[0][0][0];
  EXPECT_GT(dark[2].item<double>(), 0.99);
  EXPECT_NEAR(dark[12].item<double>(), 0.3687, 0.6 / 255); // a quarter of the light of 0.7
}

TEST(Darken, StaysInRangeAndInEightBits) {
  std::mt19937_64 random(2);
  const torch::Tensor dark = darken(torch::rand({3, 3, 24, 32}), {}, random);
  EXPECT_GE(dark.min().item<float>(), 0.0f);
  EXPECT_LE(dark.max().item<float>(), 1.0f);
  EXPECT_LT((dark * 255 - (dark * 255).round()).abs().max().item<float>(), 1e-4f);
}

TEST(TransferCurve, GoesThereAndBack) {
  const torch::Tensor v = torch::linspace(0, 1, 101);
  EXPECT_TRUE(torch::allclose(linear_to_srgb(srgb_to_linear(v)), v, 1e-4, 1e-5));
  EXPECT_NEAR(srgb_to_linear(torch::tensor({0.5f})).item<double>(), 0.2140411, 1e-5);
}

TEST(SampleBatch, LeavesTheShareUnchangedThatWasAskedFor) {
  const SyntheticPhotos folder(3);
  const PhotoSet set = load_photos(folder.path(), 96);
  LowLightData data;
  data.long_sides = {64};
  data.batch = 3;
  std::mt19937_64 random(3);
  data.unchanged = 1;
  LowLightBatch batch = sample_batch(set, data, random);
  EXPECT_EQ(batch.input.size(0), 3);
  EXPECT_TRUE(torch::equal(batch.input, batch.reference));
  data.unchanged = 0;
  data.darkening.min_ev = 2;
  batch = sample_batch(set, data, random);
  EXPECT_LT(batch.input.mean().item<double>(), 0.8 * batch.reference.mean().item<double>());
}

TEST(AtLevel, BringsEachPhotoToItsMeanLumaAndKeepsTheOrderOfTones) {
  torch::manual_seed(6);
  const torch::Tensor photos = torch::rand({2, 3, 24, 32}) * torch::tensor({0.5f, 1.0f}).view({2, 1, 1, 1});
  const torch::Tensor level = at_level(photos, {120, 90});
  const torch::Tensor luma = luma601(level).flatten(1).mean(1) * 255;
  EXPECT_NEAR(luma[0].item<double>(), 120, 0.1);
  EXPECT_NEAR(luma[1].item<double>(), 90, 0.1);
  EXPECT_TRUE(torch::equal(photos[0].flatten().argsort(), level[0].flatten().argsort()));
}

TEST(AtLevel, GoesAsFarAsCurvesGo) {
  const torch::Tensor black = torch::zeros({1, 3, 4, 4});
  EXPECT_TRUE(torch::equal(at_level(black, {112}), black));
}

TEST(SampleBatch, AimsAtTheLevelWhereThePhotoWasDarkened) {
  const SyntheticPhotos folder(3);
  const PhotoSet set = load_photos(folder.path(), 96);
  LowLightData data;
  data.long_sides = {64};
  data.batch = 4;
  data.level = 112, data.level_spread = 2;
  data.min_luma = 0, data.max_luma = 255;
  std::mt19937_64 random(4);
  data.unchanged = 0;
  const LowLightBatch batch = sample_batch(set, data, random);
  const torch::Tensor luma = luma601(batch.reference).flatten(1).mean(1) * 255;
  EXPECT_TRUE(torch::all((luma - 112).abs() < 2.2).item<bool>()) << luma;
  data.unchanged = 1;
  const LowLightBatch kept = sample_batch(set, data, random);
  EXPECT_TRUE(torch::equal(kept.input, kept.reference));
}

TEST(FollowEdges, IsTheGuidedFilterOfTheCurveEdit) {
  // A strength that is a linear function of the luma inside every window comes through almost unchanged; a
  // flat one entirely.
  torch::manual_seed(5);
  const torch::Tensor state = torch::rand({1, 3, 40, 60});
  const torch::Tensor flat = torch::full({1, 1, 40, 60}, 0.3);
  EXPECT_TRUE(torch::allclose(follow_edges(flat, state), flat, 0, 1e-5));
}

TEST(ApplyCurve, IsEquationSeven) {
  const torch::Tensor s = torch::tensor({0.0f, 0.25f, 1.0f}), a = torch::full({3}, 0.4f);
  EXPECT_TRUE(torch::allclose(apply_curve(s, a), torch::tensor({0.0f, 0.325f, 1.0f})));
}

} // namespace
} // namespace penumbra
