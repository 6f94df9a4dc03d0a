// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/train/exposure/exposure_trainer.hpp"
#include "core/train/low_light/low_light.hpp"
#include "core/train/run/plot.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/train/synthetic_photos.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

std::string contents(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// Pictures of three bands whose light can be told apart.
torch::Tensor bands(int count, double gain = 1) {
  torch::manual_seed(5);
  torch::Tensor pictures = torch::rand({count, 3, 64, 64}) * 0.08;
  for (int band = 0; band < 3; ++band) pictures.slice(2, band * 21, band * 21 + 22) += 0.12 + 0.28 * band;
  return (pictures * gain).clamp(0, 1);
}

FusionWeights local() {
  FusionWeights weights;
  weights.locality = 0.8;
  weights.coarsest = 8;
  return weights;
}

double judged(ExposureNet& critic, const torch::Tensor& pictures) {
  const torch::NoGradGuard constant;
  return critic->forward(critic_input(pictures)).mean().item<double>();
}

/// A discriminator that has seen that good pictures are brighter than ours.
ExposureNet taught_discriminator() {
  torch::manual_seed(3);
  ExposureNet discriminator(critic_channels, 0.0);
  Adam adam(*discriminator, 0.5, 0.9);
  for (int i = 0; i < 25; ++i) {
    discriminator->zero_grad();
    discriminator_loss(discriminator, bands(6), bands(6, 0.35), 10).loss.backward();
    adam.step(gradients_of(*discriminator), 1e-3, 0);
  }
  return discriminator;
}

ExposureRun small_run(const std::string& form) {
  ExposureRun run;
  run.form = form;
  run.batch = 2;
  run.collect = 2;
  run.weights = local();
  run.warm.updates = 2;
  run.adversarial.updates = 2;
  run.adversarial.first_discriminator_steps = 1;
  run.adversarial.discriminator_steps = 1;
  return run;
}

TEST(ExposureTensors, ExposeAsTheProductDoes) {
  const torch::Tensor pictures = bands(2);
  const torch::Tensor exposed_pictures = expose(pictures, torch::tensor({1.3f, -2.1f}));
  const Image other = exposed(to_image(pictures[1].unsqueeze(0)), -2.1);
  EXPECT_LT((exposed_pictures[1].unsqueeze(0) - to_tensor(other)).abs().max().item<double>(), 1e-4);
}

class FusedTensors : public ::testing::TestWithParam<FusionWeights> {};

TEST_P(FusedTensors, AreWhatTheProductGives) {
  const torch::Tensor pictures = bands(1);
  pictures.slice(2, 8, 20).slice(3, 8, 56) = 0.25; // flat and grey: neither contrast nor saturation
  const ExposureBatch batch = make_batch(pictures, pictures);
  ASSERT_GE(batch.steps, 2);
  FusionPlan plan;
  plan.weights = GetParam();
  plan.labels = Map(64, 64);
  const torch::Tensor labels = batch.parts[0].argmax(0).to(torch::kFloat).contiguous();
  std::copy_n(labels.data_ptr<float>(), 64 * 64, plan.labels.values.begin());
  torch::Tensor ev = torch::zeros({1, max_segments});
  for (int k = 0; k < batch.steps; ++k) {
    ev[0][k] = 1.5 - 0.75 * k;
    plan.segments.push_back({1.5 - 0.75 * k, true});
  }
  const torch::Tensor ours = fuse(batch.input, ev, batch.masks, batch.on, plan.weights);
  const torch::Tensor product = to_tensor(render({make_fusion_step(plan)}, to_image(pictures)));
  EXPECT_LT((ours - product).abs().mean().item<double>(), 3e-3);
  EXPECT_GT((product - pictures).abs().mean().item<double>(), 0.05) << "something happened";
}

INSTANTIATE_TEST_SUITE_P(Weights, FusedTensors,
                         ::testing::Values(local(), FusionWeights{0.2, 0.2, 0.25, 0.97, 0.05, 8}));

TEST(ExposureData, EverySegmentHasAPartAndAMask) {
  const ExposureBatch batch = make_batch(bands(3), bands(3));
  EXPECT_TRUE(torch::allclose(batch.parts.sum(1), torch::ones({3, 64, 64})));
  EXPECT_TRUE(torch::allclose(batch.masks.sum(1), torch::ones({3, 64, 64}), 0, 1e-4));
  EXPECT_TRUE(torch::equal(batch.on.sum(1), (batch.parts.sum({2, 3}) > 0).to(torch::kFloat).sum(1)));
}

TEST(ExposureData, SpoiltPicturesAreInRangeAndDiffer) {
  std::mt19937_64 random(1);
  SpoilModel model;
  model.unchanged = 0;
  const torch::Tensor photo = bands(1)[0];
  for (int i = 0; i < 40; ++i) {
    const torch::Tensor spoilt = spoil(photo, model, random);
    ASSERT_GE(spoilt.min().item<double>(), 0.0);
    ASSERT_LE(spoilt.max().item<double>(), 1.0);
    ASSERT_GT((spoilt - photo).abs().mean().item<double>(), 1e-3);
  }
  model = {1, 0, 0.5, 4, 0, 0.4, 2, 0, 0, 0, 2, 0.15, 0.002};
  EXPECT_TRUE(torch::equal(spoil(photo, model, random), photo)) << "unchanged";
}

TEST(ExposureData, TheShareOfLevelledPhotosIsAtTheLevel) {
  std::mt19937_64 random(3);
  SpoilModel model;
  const torch::Tensor photos = bands(3, 0.6);
  EXPECT_TRUE(torch::equal(some_at_level(photos, model, random), photos)) << "none by default";
  model.level_share = 1, model.level = 112, model.level_spread = 0;
  const torch::Tensor luma = luma601(some_at_level(photos, model, random)).mean({1, 2, 3}) * 255;
  EXPECT_LT((luma - 112).abs().max().item<double>(), 0.2);
}

TEST(Exploration, IsAnOrnsteinUhlenbeckProcess) {
  torch::manual_seed(1);
  const torch::Tensor x = exploration(20000, 0.015, 0.03);
  EXPECT_NEAR(x.mean().item<double>(), 0.0, 2e-3);
  EXPECT_NEAR(x.select(1, 0).std().item<double>(), 0.03, 1e-3);
  // Variance after t steps of x = (1 - zeta) x + sigma n.
  double variance = 0;
  for (int t = 0; t < max_segments; ++t) variance = (1 - 0.015) * (1 - 0.015) * variance + 0.03 * 0.03;
  EXPECT_NEAR(x.select(1, max_segments - 1).std().item<double>(), std::sqrt(variance), 2e-3);
}

TEST(Discriminator, LearnsToCallGoodPicturesHigh) {
  ExposureNet discriminator = taught_discriminator();
  EXPECT_GT(judged(discriminator, bands(6)), judged(discriminator, bands(6, 0.35)));
  EXPECT_GT(discriminator_loss(discriminator, bands(6), bands(6, 0.35), 10).wasserstein, 0.0);
}

class Form : public ::testing::TestWithParam<const char*> {};

TEST_P(Form, UpdatesOfThePolicyRaiseD) {
  ExposureNet discriminator = taught_discriminator();
  torch::manual_seed(11);
  ExposureNet policy(policy_channels, 0.0), value(critic_channels, 0.0);
  Adam adam(*policy, 0.9, 0.99), value_adam(*value, 0.5, 0.9);
  const ExposureBatch batch = make_batch(bands(4, 0.35), bands(4));
  const bool with_value = std::string(GetParam()) == "i";
  const double before = judged(discriminator, roll_out(policy, batch, local()).fused.detach());
  for (int i = 0; i < 8; ++i) {
    policy->zero_grad();
    value->zero_grad();
    const ExposureRollOut episode = roll_out(policy, batch, local());
    if (with_value) {
      value_loss(value, discriminator, batch, episode, 0.99).backward();
      value_adam.step(gradients_of(*value), 5e-4, 1);
    }
    const HeldSteps steps = hold_states(policy, batch, episode, local());
    const Critic judge = critic_of(discriminator);
    (with_value ? policy_loss_with_value(critic_of(value), judge, batch, steps, 0.99)
                : policy_loss_with_discriminator(judge, batch, steps, 0.99))
        .backward();
    adam.step(gradients_of(*policy), 5e-4, 1);
  }
  EXPECT_GT(judged(discriminator, roll_out(policy, batch, local()).fused.detach()), before);
}

TEST_P(Form, TrainsResumesAndKeepsItsLog) {
  const SyntheticPhotos photos(17);
  const TemporaryFolder out;
  {
    ExposureTrainer first(small_run(GetParam()), photos.path(), out.path());
    EXPECT_FALSE(first.resume());
    first.train(0, 1);
  }
  for (const char* file :
       {"warm.safetensors", "best.safetensors", "log.csv", "log.svg", "checkpoint.safetensors"})
    EXPECT_TRUE(fs::exists(out / file)) << file;
  const std::string log = contents(out / "log.csv");
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 5) << "a heading and four updates";
  ExposureRun longer = small_run(GetParam());
  longer.adversarial.updates = 3;
  ExposureTrainer second(longer, photos.path(), out.path());
  EXPECT_TRUE(second.resume());
  second.train(0, 1);
  const std::string more = contents(out / "log.csv");
  EXPECT_EQ(more.substr(0, log.size()), log);
  EXPECT_EQ(std::count(more.begin(), more.end(), '\n'), 6);
  const ExposureNet policy = load_exposure_policy(read_safetensors(out / "best.safetensors"));
  EXPECT_EQ(policy->channels(), policy_channels);
}

INSTANTIATE_TEST_SUITE_P(DeepExposure, Form, ::testing::Values("i", "ii"));

TEST(ExposureTrainer, RefusesAnUnknownForm) {
  const SyntheticPhotos photos(2);
  EXPECT_THROW(ExposureTrainer(small_run("iii"), photos.path(), "unused"), Error);
}

TEST(ExposureRunText, ComesBackFromItsText) {
  ExposureRun run = small_run("i");
  run.spoil.max_over = 1.25;
  run.adversarial.recovery = 0.25;
  const nlohmann::json json = run;
  EXPECT_EQ(nlohmann::json(json.get<ExposureRun>()), json);
  EXPECT_EQ(nlohmann::json(nlohmann::json::object().get<ExposureRun>()), nlohmann::json(ExposureRun()));
}

TEST(Plot, DrawsOnePanelForEachColumnThatChanges) {
  const TemporaryFolder folder;
  std::ofstream(folder / "log.csv") << "update,phase,loss,flat\n10,warm,3.5,1\n20,warm,2.5,1\n30,warm,2,1\n";
  plot_log(folder / "log.csv", folder / "log.svg");
  const std::string svg = contents(folder / "log.svg");
  EXPECT_NE(svg.find(">loss<"), std::string::npos);
  EXPECT_EQ(svg.find(">flat<"), std::string::npos);
  EXPECT_NE(svg.find("</svg>"), std::string::npos);
  EXPECT_THROW(plot_log(folder / "none.csv", folder / "x.svg"), Error);
}

} // namespace
} // namespace penumbra
