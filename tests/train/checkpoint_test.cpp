// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/checkpoint.hpp"

#include "core/error.hpp"
#include "core/model/safetensors.hpp"
#include "tests/temporary_folder.hpp"

#include <filesystem>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

using test::TemporaryFolder;

/// A training of one linear layer, as the trainers keep theirs.
struct Training {
  explicit Training(const std::string& folder) : checkpoint(folder) {
    checkpoint.keep("net", *net), checkpoint.keep("adam", adam);
    checkpoint.keep("updates", updates), checkpoint.keep("best", best);
  }
  void update() {
    net->zero_grad();
    net->forward(torch::ones({1, 3})).square().sum().backward();
    adam.step(gradients_of(*net), 0.1, 0);
    ++updates, best -= 0.5;
  }
  torch::nn::Linear net{3, 2};
  Adam adam{*net};
  int updates = 0;
  double best = 1.25;
  Checkpoint checkpoint;
};

TEST(Checkpoint, ATrainingThatWasStoppedGoesOnAsIfItWereNot) {
  const TemporaryFolder folder;
  Training one(folder.path() + "/run");
  for (int i = 0; i < 3; ++i) one.update();
  one.checkpoint.save();

  Training other(folder.path() + "/run");
  ASSERT_TRUE(other.checkpoint.restore());
  EXPECT_EQ(other.updates, 3);
  EXPECT_DOUBLE_EQ(other.best, -0.25);
  one.update(), other.update(); // the moments of the optimiser count from here on
  EXPECT_TRUE(torch::equal(one.net->weight, other.net->weight));
  EXPECT_TRUE(torch::equal(one.net->bias, other.net->bias));
}

TEST(Checkpoint, IsNotThereBeforeItWasSaved) {
  const TemporaryFolder folder;
  Training training(folder.path() + "/new/run");
  EXPECT_FALSE(training.checkpoint.restore());
  EXPECT_TRUE(std::filesystem::is_directory(folder.path() + "/new/run"));
}

TEST(Checkpoint, OfAnotherTrainingIsRefused) {
  const TemporaryFolder folder;
  Training training(folder.path());
  training.checkpoint.save();
  torch::nn::Linear wider{4, 2};
  Checkpoint other(folder.path());
  other.keep("net", *wider);
  EXPECT_THROW(other.restore(), Error);
  double missing = 0;
  Checkpoint more(folder.path());
  more.keep("merit", missing);
  EXPECT_THROW(more.restore(), Error);
}

TEST(Checkpoint, SaysWhyItsFolderCannotBeMade) {
  const TemporaryFolder folder;
  Training training(folder.path());
  training.checkpoint.save();
  EXPECT_THROW(Checkpoint(folder.path() + "/checkpoint.safetensors/run"), Error);
}

TEST(Reseed, GivesOtherNumbersThanTheStartAndTheSameEachTime) {
  std::mt19937_64 start, again, later;
  reseed(start, 7, 0), reseed(again, 7, 100), reseed(later, 7, 100);
  const auto first = again();
  EXPECT_EQ(first, later());
  EXPECT_NE(first, start());
}

TEST(Deadline, IsNeverOverWithoutMinutesAndAtOnceWithHardlyAny) {
  EXPECT_FALSE(Deadline().over());
  EXPECT_FALSE(Deadline(0).over());
  EXPECT_FALSE(Deadline(1000).over());
  const Deadline past(1e-12);
  EXPECT_TRUE(past.over());
}

} // namespace
} // namespace penumbra
