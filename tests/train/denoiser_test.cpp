// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/tensors.hpp"
#include "core/train/denoise/denoise_trainer.hpp"
#include "core/train/denoise/denoiser.hpp"
#include "core/train/denoise/denoiser_table.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/train/synthetic_photos.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

using test::TemporaryFolder;

torch::Tensor smooth_pictures(int count, int side) {
  torch::Tensor pictures = torch::empty({count, 3, side, side});
  for (int i = 0; i < count; ++i) {
    const torch::Tensor ramp = torch::linspace(0.2, 0.8, side);
    pictures[i].copy_((ramp.view({-1, 1}) * (0.5 + 0.5 * ramp.view({1, -1}))).expand({3, side, side}));
  }
  return pictures;
}

TEST(AddNoise, HasTheLevelThatIsTold) {
  torch::manual_seed(1);
  std::mt19937_64 random(1);
  NoiseModel model;
  model.camera = 0, model.grey = 0, model.uneven = 0.5;
  const NoisyBatch batch = add_noise(smooth_pictures(24, 64), model, random);
  const torch::Tensor noise = batch.noisy - batch.clean;
  for (int i = 0; i < 24; ++i)
    EXPECT_NEAR((noise[i] / batch.level[i].clamp_min(1e-4)).std().item<double>(), 1.0, 0.05) << i;
  EXPECT_LE(batch.level.max().item<double>(), 1.5 * model.max + 1e-6);
}

TEST(AddNoise, TellsTheNoiseOfACameraWithinItsError) {
  torch::manual_seed(2);
  std::mt19937_64 random(2);
  NoiseModel model;
  model.camera = 1, model.correlated = 0, model.map_spread = 0;
  model.max_ev = 2; // no clipping at black to speak of
  const NoisyBatch batch = add_noise(smooth_pictures(24, 64), model, random);
  const torch::Tensor noise = batch.noisy - batch.clean;
  for (int i = 0; i < 24; ++i) EXPECT_NEAR((noise[i] / batch.level[i]).std().item<double>(), 1.0, 0.2) << i;
}

TEST(AddNoise, GreyPicturesHaveGreyNoise) {
  torch::manual_seed(3);
  std::mt19937_64 random(3);
  NoiseModel model;
  model.camera = 0, model.grey = 1;
  const NoisyBatch batch = add_noise(torch::rand({4, 3, 16, 16}), model, random);
  EXPECT_TRUE(torch::equal(batch.noisy.select(1, 0), batch.noisy.select(1, 2)));
  EXPECT_TRUE(torch::equal(batch.clean.select(1, 0), batch.clean.select(1, 1)));
}

TEST(DarkExposure, IsTheDarkenedPictureWithoutNoise) {
  const torch::Tensor clean = smooth_pictures(1, 32);
  CameraNoise camera;
  camera.ev = 2, camera.shot = 0, camera.read = 0;
  const torch::Tensor dark = dark_exposure(clean, camera);
  EXPECT_TRUE(torch::allclose(srgb_to_linear(dark), srgb_to_linear(clean) / 4, 0.1, 3e-3));
  EXPECT_TRUE(torch::allclose(dark * 255, (dark * 255).round(), 0, 1e-3));
  EXPECT_TRUE(torch::allclose(brighten(dark, 2), clean, 0, 0.01));
}

TEST(DarkExposure, SmearingKeepsTheDeviation) {
  torch::manual_seed(4);
  const torch::Tensor clean = torch::full({1, 3, 128, 128}, 0.6);
  CameraNoise camera;
  camera.ev = 1, camera.shot = 0.05, camera.read = 0;
  const double sharp = dark_exposure(clean, camera).std().item<double>();
  camera.smear = 0.7;
  const torch::Tensor smeared = dark_exposure(clean, camera);
  EXPECT_NEAR(smeared.std().item<double>(), sharp, 0.05 * sharp);
  EXPECT_LT(smeared.diff(1, 3).std().item<double>(), sharp); // neighbours are alike: less than sqrt(2) sharp
}

DenoiserRun small_denoiser() {
  DenoiserRun run;
  run.width = 16, run.layers = 4, run.batch = 8, run.patch = 32, run.learning_rate = 5e-3;
  run.updates = 300;
  run.noise.camera = 0, run.noise.uneven = 0; // what the score measures; the rest takes longer
  return run;
}

TEST(DenoiserTrainer, LearnsToTakeNoiseOff) {
  const SyntheticPhotos photos(26);
  const TemporaryFolder out;
  DenoiserTrainer trainer(small_denoiser(), photos.path(), out.path());
  const double before = trainer.score(25 / 255.0);
  trainer.train(0, 100);
  EXPECT_EQ(trainer.updates(), 300);
  EXPECT_GT(trainer.score(25 / 255.0), before + 3.0); // dB
  const auto table = compare_denoisers(photos.path(), {out / "weights.safetensors"}, {25 / 255.0}, 64);
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table[0].method, "noisy");
  EXPECT_NEAR(table[0].psnr, 20.2, 0.5);
  EXPECT_GT(table[2].psnr, table[0].psnr + 3.0);
}

TEST(DenoiserTrainer, GoesOnFromItsCheckpoint) {
  const SyntheticPhotos photos(26);
  const TemporaryFolder out;
  DenoiserRun run = small_denoiser();
  run.updates = 4;
  {
    DenoiserTrainer trainer(run, photos.path(), out.path());
    EXPECT_FALSE(trainer.resume());
    trainer.train(0, 2);
  }
  run.updates = 6;
  DenoiserTrainer trainer(run, photos.path(), out.path());
  ASSERT_TRUE(trainer.resume());
  EXPECT_EQ(trainer.updates(), 4);
  trainer.train(0, 2);
  EXPECT_EQ(trainer.updates(), 6);
}

TEST(Runs, SurviveJson) {
  DenoiserRun denoiser = small_denoiser();
  denoiser.noise.grey = 0.25;
  const nlohmann::json once = denoiser;
  EXPECT_EQ(nlohmann::json(once.get<DenoiserRun>()), once);
  EXPECT_EQ(once.at("noise").at("grey"), 0.25);
  DenoisePolicyRun policy;
  policy.cost = 0.5;
  const nlohmann::json twice = policy;
  EXPECT_EQ(nlohmann::json(twice.get<DenoisePolicyRun>()), twice);
}

TEST(FinalError, IsThatOfTheUntouchedStateWhereNothingIsDenoised) {
  torch::manual_seed(6);
  FfdNet denoiser(FfdNetShape{4, 2});
  DenoiseEpisodes episodes;
  const torch::Tensor clean = torch::full({2, 3, 8, 8}, 0.2);
  episodes.clean = {clean, clean * 2};
  episodes.noisy = {clean + 0.01, clean * 2 + 0.02};
  episodes.level = {torch::full({2, 3, 8, 8}, 0.01), torch::full({2, 3, 8, 8}, 0.02)};
  episodes.strengths = {torch::zeros({2, 1, 1, 1})};
  const torch::NoGradGuard no_grad;
  const torch::Tensor never = final_error(denoiser, episodes, torch::tensor({2, 2}));
  EXPECT_TRUE(torch::allclose(never, torch::full({2}, 0.02), 1e-4, 1e-6));
  const torch::Tensor second = final_error(denoiser, episodes, torch::tensor({2, 1}));
  EXPECT_FLOAT_EQ(second[0].item<float>(), never[0].item<float>());
  const torch::Tensor by_hand =
      (denoise(denoiser, episodes.noisy[1], episodes.level[1]).clamp(0, 1) - clean * 2)[1].abs().mean();
  EXPECT_NEAR(second[1].item<double>(), by_hand.item<double>(), 1e-6);
}

TEST(DenoisePolicyTrainer, LearnsWhenToAskForDenoising) {
  const SyntheticPhotos photos(18);
  const TemporaryFolder folder;
  DenoiserTrainer denoiser(small_denoiser(), photos.path(), folder / "denoiser");
  denoiser.train(0, 300);
  DenoisePolicyRun run;
  run.width = 8, run.batch = 16, run.steps = 3, run.updates = 150, run.learning_rate = 5e-3;
  run.cost = 1.5 / 255; // a small denoiser is not worth less
  DenoisePolicyTrainer trainer(run, photos.path(), folder / "denoiser/weights.safetensors",
                               folder / "policy");
  trainer.train(0, 75);
  const DenoisePolicyTrainer::Score score = trainer.score();
  EXPECT_GT(score.reward, 0.2);
  EXPECT_GT(score.noisy_denoised, score.clean_denoised + 0.3);
  EXPECT_LE(score.reward, score.best);
  run.updates = 152;
  DenoisePolicyTrainer again(run, photos.path(), folder / "denoiser/weights.safetensors", folder / "policy");
  ASSERT_TRUE(again.resume());
  EXPECT_NEAR(again.score().reward, score.reward, 1e-5);
}

} // namespace
} // namespace penumbra
