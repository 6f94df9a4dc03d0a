// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/train/low_light/trainer.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/train/synthetic_photos.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

using test::TemporaryFolder;

LowLightRun small_run() {
  LowLightRun run;
  run.width = 8;
  run.steps = 3;
  run.workers = 1;
  run.data.batch = 2;
  run.data.long_sides = {48};
  run.data.unchanged = 0;
  run.warm_start.updates = 0;
  run.actor_critic.updates = 0;
  return run;
}

std::vector<std::vector<double>> read_log(const std::string& folder) {
  std::vector<std::vector<double>> rows;
  std::ifstream in(folder + "/log.csv");
  for (std::string line; std::getline(in, line);) {
    std::vector<double> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(std::strtod(cell.c_str(), nullptr));
    rows.push_back(row);
  }
  return rows;
}

TEST(Adam, FindsTheMinimumOfABowl) {
  torch::nn::Linear module(torch::nn::LinearOptions(2, 1).bias(false));
  Adam adam(*module);
  for (int i = 0; i < 500; ++i) {
    module->zero_grad();
    (module->weight - torch::tensor({{1.0f, -2.0f}})).square().sum().backward();
    adam.step(gradients_of(*module), 0.05, 0);
  }
  EXPECT_TRUE(torch::allclose(module->weight, torch::tensor({{1.0f, -2.0f}}), 0, 1e-2));
}

TEST(Adam, FirstStepIsTheLearningRateWhateverTheGradient) {
  torch::nn::Linear module(torch::nn::LinearOptions(1, 1).bias(false));
  const float before = module->weight.item<float>();
  Adam adam(*module);
  adam.step({torch::full({1, 1}, 123.0f)}, 0.01, 0);
  EXPECT_NEAR(module->weight.item<float>(), before - 0.01f, 1e-6);
}

TEST(SampleActions, AreDrawnFromThePolicyWhateverTheCells) {
  const torch::Tensor policy = torch::tensor({0.1, 0.2, 0.6, 0.1}, torch::kFloat);
  const torch::Tensor log_pi = policy.log().view({1, 1, 4, 1, 1}).expand({4000, 1, 4, 3, 5}).contiguous();
  for (const int cells : {0, 1, 2, 3}) {
    torch::manual_seed(7);
    const torch::Tensor actions = sample_actions(log_pi, cells);
    ASSERT_EQ(actions.sizes(), (std::vector<std::int64_t>{4000, 1, 1, 3, 5}));
    for (int a = 0; a < 4; ++a) {
      // At the corner, on an edge and inside alike: five standard deviations of 4000 draws are 0.04.
      const torch::Tensor share = (actions == a).to(torch::kFloat).mean(0).flatten();
      EXPECT_LT((share - policy[a]).abs().max().item<double>(), 0.04) << cells << " cells, action " << a;
    }
  }
}

TEST(SampleActions, OfNeighboursBelongTogetherWithCellsOnly) {
  const torch::Tensor log_pi = torch::full({1, 1, 10, 40, 40}, std::log(0.1));
  const auto same = [&](int cells) {
    torch::manual_seed(8);
    const torch::Tensor actions = sample_actions(log_pi, cells);
    return (actions.slice(4, 1) == actions.slice(4, 0, -1)).to(torch::kFloat).mean().item<double>();
  };
  EXPECT_NEAR(same(0), 0.1, 0.04);
  EXPECT_GT(same(2), 0.8);
  EXPECT_EQ(same(1), 1.0);
}

TEST(LowLightTrainer, WarmStartLearnsToBrighten) {
  const SyntheticPhotos photos(8);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  run.warm_start.updates = 60;
  run.warm_start.learning_rate = 5e-3;
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.train(0, 20);
  const auto log = read_log(out.path());
  ASSERT_EQ(log.size(), 3u);
  EXPECT_LT(log.back()[2], 0.8 * log.front()[2]); // error of the last state
  EXPECT_EQ(load_pixel_net(read_safetensors(out / "warm.safetensors"))->shape().width, 8);
}

TEST(LowLightTrainer, WarmStartKeepsAsMuchEntropyAsIsAskedFor) {
  const SyntheticPhotos photos(4);
  for (const double nats : {1.5, 3.0}) {
    const TemporaryFolder out;
    LowLightRun run = small_run();
    run.warm_start.updates = 120;
    run.warm_start.learning_rate = 1e-2;
    run.warm_start.entropy = 0.5;
    run.warm_start.nats = nats;
    LowLightTrainer trainer(run, photos.path(), out.path());
    trainer.train(0, 20);
    const auto log = read_log(out.path());
    ASSERT_FALSE(log.empty());
    EXPECT_NEAR(log.back()[4], nats, 0.15); // mean of the last updates
  }
}

/// Reinforcement learning by the recovery term alone, on dark pictures.
LowLightRun recovery_run(int updates) {
  LowLightRun run = small_run();
  run.actor_critic.updates = updates;
  run.actor_critic.learning_rate = 4e-3;
  run.actor_critic.reward = AllEReward{.feature = 0, .exposure = 0, .recovery_error = {}};
  run.data.darkening.min_ev = 2.5;
  run.data.darkening.max_ev = 3.0;
  return run;
}

class ReinforcementTest : public testing::TestWithParam<int> {};

TEST_P(ReinforcementTest, RaisesTheReward) {
  const SyntheticPhotos photos(8);
  const TemporaryFolder out;
  LowLightRun run = recovery_run(160);
  run.actor_critic.episodes = GetParam();
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.train(0, 40);
  const auto log = read_log(out.path());
  ASSERT_EQ(log.size(), 4u);
  EXPECT_GT(log.back()[2], log.front()[2] + 0.02); // total reward of an episode
}

INSTANTIATE_TEST_SUITE_P(EpisodesOnEachPicture, ReinforcementTest, testing::Values(1, 3));

TEST(LowLightTrainer, AestheticRewardIsTheGainOfTheOraclesScore) {
  const SyntheticPhotos photos(4);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  run.actor_critic.updates = 2;
  run.actor_critic.reward =
      AllEReward{.aesthetic = 2, .feature = 0, .exposure = 0, .recovery = 0, .recovery_error = {}}; // alone
  EXPECT_THROW(LowLightTrainer(run, photos.path(), out.path()).train(0, 1), Error); // no oracle
  LowLightTrainer trainer(run, photos.path(), out.path());
  int asked = 0; // the score of the i-th picture of an episode is i: each step gains 1
  trainer.use_oracle([&asked](const torch::Tensor& pictures) {
    EXPECT_FALSE(pictures.requires_grad());
    return torch::full({pictures.size(0)}, float(asked++));
  });
  trainer.train(0, 1);
  EXPECT_EQ(asked, 2 * (run.steps + 1));
  const auto log = read_log(out.path());
  ASSERT_FALSE(log.empty());
  EXPECT_NEAR(log.back()[2], 2.0 * run.steps, 1e-4); // total reward of an episode
}

TEST(LowLightTrainer, LearnsByTheModelWhatTheRewardAsksFor) {
  const SyntheticPhotos photos(32);
  const TemporaryFolder out;
  LowLightRun run = recovery_run(60);
  run.ema_decay = 0.8;
  run.actor_critic.by_model = true;
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.train(0, 20);
  const auto log = read_log(out.path());
  ASSERT_EQ(log.size(), 3u);
  EXPECT_GT(log.back()[2], log.front()[2] + 0.02); // the discounted rewards of an episode
  EXPECT_GT(log.back()[5], log.front()[5] + 1);    // dB on held-out photos, by the average
}

TEST(LowLightTrainer, TheAestheticRewardReachesThePolicyThroughThePictures) {
  const SyntheticPhotos photos(32);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  run.actor_critic.by_model = true;
  run.actor_critic.updates = 40;
  run.actor_critic.learning_rate = 4e-3;
  run.actor_critic.discount = 1;
  run.actor_critic.reward =
      AllEReward{.aesthetic = 1, .feature = 0, .exposure = 0, .recovery = 0, .recovery_error = {}};
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.use_oracle([](const torch::Tensor& pictures) { return -pictures.mean({1, 2, 3}); }); // likes night
  trainer.train(0, 10);
  const auto log = read_log(out.path());
  ASSERT_EQ(log.size(), 4u);
  EXPECT_GT(log.back()[2], log.front()[2] + 0.01); // reward: the darker, the better
  EXPECT_LT(log.back()[7], log.front()[7] - 0.02); // growth of the luma of held-out photos
}

/// Left half dark, right half bright, each with a fine pattern of the same contrast.
torch::Tensor two_halves() {
  const torch::Tensor x = torch::arange(96).view({1, 1, 1, 96}), y = torch::arange(64).view({1, 1, 64, 1});
  const torch::Tensor pattern = 0.02 * ((x + y).remainder(2).to(torch::kFloat) - 0.5);
  return (torch::where(x < 48, 0.3, 0.7).to(torch::kFloat) + pattern).expand({1, 3, 64, 96}).contiguous();
}

TEST(EvenLight, BringsDarkAndBrightPartsTogetherOrApartButKeepsDetails) {
  const auto left = [](const torch::Tensor& t) { return t.slice(2, 16, 48).slice(3, 8, 32); };
  const auto right = [](const torch::Tensor& t) { return t.slice(2, 16, 48).slice(3, 64, 88); };
  const auto gap = [&](const torch::Tensor& t) { return (right(t).mean() - left(t).mean()).item<double>(); };
  const torch::Tensor photo = two_halves();
  const torch::Tensor even = even_light(photo, 0.25), uneven = even_light(photo, -0.25);
  EXPECT_NEAR(gap(photo), 0.4, 1e-3);
  EXPECT_LT(gap(even), 0.33);
  EXPECT_GT(gap(uneven), 0.47);
  EXPECT_TRUE(torch::equal(even_light(photo, 0), photo));
  EXPECT_NEAR(even.mean().item<double>(), photo.mean().item<double>(), 0.02);
  // A curve of the whole picture would take as much from the pattern as from the gap.
  EXPECT_GT(left(even).std().item<double>(), 0.9 * left(photo).std().item<double>());
  EXPECT_GE(uneven.min().item<double>(), 0);
  EXPECT_LE(uneven.max().item<double>(), 1);
}

TEST(SampleBatch, ShowsSceneAgainstTheLightOnlyWhereAsked) {
  const SyntheticPhotos folder(6);
  const PhotoSet photos = load_photos(folder.path(), 96);
  LowLightData data;
  data.batch = 4, data.long_sides = {64}, data.unchanged = 0, data.level = 0;
  data.darkening.min_noise = data.darkening.max_noise = 1e-9;
  data.darkening.gamma_spread = data.darkening.gain_spread = 0;
  data.backlit = {1, 0.3, 0.3, 0, 0}; // the light made more uneven, the photo itself wanted
  std::mt19937_64 random(5);
  const LowLightBatch batch = sample_batch(photos, data, random);
  const auto spread = [](const torch::Tensor& t) { return luma601(t).std().item<double>(); };
  EXPECT_GT(spread(batch.input), 1.1 * spread(batch.reference));
  EXPECT_NEAR(batch.input.mean().item<double>(), batch.reference.mean().item<double>(), 0.1); // not darkened
  data.backlit.evened = 0.3;
  const LowLightBatch evened = sample_batch(photos, data, random);
  EXPECT_GT(spread(evened.input), 1.3 * spread(evened.reference));
  data.backlit = {}, data.darkening.min_ev = data.darkening.max_ev = 2, data.darkening.uneven = 0;
  data.darkening.headroom_share = 0;
  const LowLightBatch darkened = sample_batch(photos, data, random);
  EXPECT_LT(darkened.input.mean().item<double>(), 0.7 * darkened.reference.mean().item<double>());
}

TEST(SamplePairs, CutsTheSamePlaceOfBothSides) {
  const torch::Tensor dark = torch::rand({1, 3, 60, 90}) * 0.5;
  const std::vector<LowLightPair> pairs{{dark, dark * 2}};
  LowLightData data;
  data.batch = 5, data.long_sides = {32}, data.unchanged = 0;
  std::mt19937_64 random(3);
  LowLightBatch batch = sample_pairs(pairs, data, random);
  ASSERT_EQ(batch.input.sizes(), (std::vector<std::int64_t>{5, 3, 32, 32}));
  EXPECT_TRUE(torch::allclose(batch.reference, batch.input * 2, 0, 1e-5));
  EXPECT_FALSE(torch::allclose(batch.input[0], batch.input[1], 0, 1e-3)); // another place
  data.unchanged = 1;
  batch = sample_pairs(pairs, data, random);
  EXPECT_TRUE(torch::equal(batch.reference, batch.input));
}

TEST(LowLightTrainer, LearnsTheValueAloneFirstWhereAsked) {
  const SyntheticPhotos photos(4);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  TensorFile before;
  store(PixelNet(all_e_system(8).shape), before);
  before.metadata["system"] = "all-e";
  const std::string start = out / "start.safetensors";
  write_safetensors(start, before);
  run.actor_critic.updates = run.actor_critic.value_first = 3;
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.start_from(start);
  trainer.train(0, 3);
  const TensorFile after = read_safetensors(out / "best.safetensors");
  int moved = 0;
  for (const auto& [name, tensor] : before.tensors) {
    const bool of_value = name.rfind("value", 0) == 0;
    const bool same = tensor.values == after.tensors.at(name).values;
    EXPECT_TRUE(same || of_value) << name;
    moved += !same;
  }
  EXPECT_GT(moved, 0);
}

TEST(LowLightTrainer, LeavesThePolicyBitEqualWhileTheValueIsLearntAfterAWarmStart) {
  const SyntheticPhotos photos(4);
  for (const int workers : {1, 3}) {
    const TemporaryFolder out;
    LowLightRun run = small_run();
    run.workers = workers;
    run.warm_start.updates = 8;
    run.warm_start.learning_rate = 1e-2; // momentum that would go on
    const auto network = [&] { return read_safetensors(out / "checkpoint.safetensors"); };
    LowLightTrainer(run, photos.path(), out.path()).train(0, 8);
    const TensorFile warm = network();
    run.actor_critic.updates = run.actor_critic.value_first = 6;
    LowLightTrainer trainer(run, photos.path(), out.path());
    ASSERT_TRUE(trainer.resume());
    trainer.train(0, 6);
    const TensorFile after = network();
    int moved = 0;
    for (const auto& [name, tensor] : warm.tensors) {
      if (name.rfind("net.", 0) != 0) continue;
      const bool same = tensor.values == after.tensors.at(name).values;
      EXPECT_EQ(same, name.rfind("net.value.", 0) != 0) << name << " with " << workers << " workers";
      moved += !same;
    }
    EXPECT_GT(moved, 0);
  }
}

TEST(Adam, MovesOnlyTheParametersThatItWasGiven) {
  torch::nn::Sequential module(torch::nn::Linear(2, 2), torch::nn::Linear(2, 1));
  const torch::Tensor before = module->parameters()[0].clone(), last = module->parameters()[2].clone();
  Adam adam(parameters_of(*module, "1."));
  module->forward(torch::ones({1, 2})).sum().backward();
  adam.step(gradients_of(parameters_of(*module, "1.")), 0.1, 0);
  EXPECT_TRUE(torch::equal(module->parameters()[0], before));
  EXPECT_FALSE(torch::equal(module->parameters()[2], last));
}

TEST(LowLightTrainer, ReinforcementRaisesRelliesOwnReward) {
  const SyntheticPhotos photos(8);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  run.system = "rellie";
  run.actor_critic.updates = 120;
  run.actor_critic.learning_rate = 4e-3;
  run.actor_critic.rellie_reward.scale = 0.01;
  run.data.darkening.min_ev = 2.5;
  run.data.darkening.max_ev = 3.0;
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.train(0, 40);
  const auto log = read_log(out.path());
  ASSERT_EQ(log.size(), 3u);
  EXPECT_GT(log.back()[2], log.front()[2] + 0.05);
}

TEST(LowLightTrainer, StartsReLLIEFromAllEsWeights) {
  const SyntheticPhotos photos(2);
  const TemporaryFolder out;
  TensorFile weights;
  store(PixelNet(all_e_system(8).shape), weights);
  weights.metadata["system"] = "all-e";
  const std::string path = out / "all-e.safetensors";
  write_safetensors(path, weights);
  LowLightRun run = small_run();
  run.system = "rellie";
  run.warm_start.updates = 1;
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.start_from(path);
  trainer.train(0, 1);
  const TensorFile trained = read_safetensors(out / "warm.safetensors");
  const float before = weights.tensors.at("trunk.1.weight").values[5];
  EXPECT_NEAR(trained.tensors.at("trunk.1.weight").values[5], before, 1e-3);
}

TEST(LowLightTrainer, GoesOnFromItsCheckpoint) {
  const SyntheticPhotos photos(4);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  run.warm_start.updates = 4;
  {
    LowLightTrainer trainer(run, photos.path(), out.path());
    trainer.train(0, 2);
  }
  run.warm_start.updates = 6;
  LowLightTrainer trainer(run, photos.path(), out.path());
  ASSERT_TRUE(trainer.resume());
  trainer.train(0, 2);
  const auto log = read_log(out.path());
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log[2][0], 6);
}

TEST(LowLightTrainer, SeveralWorkersShareOneNetwork) {
  const SyntheticPhotos photos(4);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  run.workers = 3;
  run.actor_critic.updates = 9;
  LowLightTrainer trainer(run, photos.path(), out.path());
  trainer.train(0, 3);
  EXPECT_EQ(read_log(out.path()).size(), 3u);
}

TEST(LowLightRun, ItsRecipeSurvivesJson) {
  LowLightRun run = small_run();
  run.actor_critic.reward.aesthetic = 0.7;
  run.data.darkening.max_ev = 4.5;
  const nlohmann::json once = run;
  EXPECT_EQ(nlohmann::json(once.get<LowLightRun>()), once);
  EXPECT_EQ(once.at("actor_critic").at("reward").at("aesthetic"), 0.7);
}

TEST(LowLightTrainer, RefusesWhatItCannotTrain) {
  const SyntheticPhotos photos(2);
  const TemporaryFolder out;
  LowLightRun run = small_run();
  run.system = "nothing";
  EXPECT_THROW(LowLightTrainer(run, photos.path(), out.path()), Error);
  EXPECT_THROW(LowLightTrainer(small_run(), "/nowhere", out.path()), Error);
}

} // namespace
} // namespace penumbra
