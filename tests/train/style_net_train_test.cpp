// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/train/match/gram_teacher.hpp"
#include "core/train/match/style_net_trainer.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/train/random_vgg.hpp"
#include "tests/train/synthetic_photos.hpp"

#include <filesystem>
#include <gtest/gtest.h>

namespace penumbra {
namespace {

constexpr StyleNetShape small{4, {6, 6, 6}};

StyleNetRun short_run() {
  StyleNetRun run;
  run.shape = small;
  run.updates = 4, run.parts = 1, run.gradings = 2, run.batch = 3;
  run.side = 48, run.long_sides = {96, 64}, run.basis = 40;
  return run;
}

class StyleNetTraining : public testing::Test {
 protected:
  void SetUp() override {
    torch::manual_seed(3);
    write_safetensors(folder / "vgg.safetensors", test::random_vgg());
  }
  TensorFile trained(const std::string& out, const StyleNetRun& run) {
    StyleNetTrainer trainer(run, photos.path(), folder / out, folder / "vgg.safetensors");
    trainer.resume();
    trainer.train(0, 2);
    return read_safetensors(folder / (out + "/weights.safetensors"));
  }
  const test::TemporaryFolder folder;
  const SyntheticPhotos photos{12};
};

TEST(GramTeacher, coordinates_have_the_distances_of_the_gram_matrices) {
  torch::manual_seed(2);
  const VggFeatures features(test::random_vgg());
  const torch::Tensor pictures = torch::rand({7, 3, 24, 24}) * torch::rand({7, 3, 1, 1});
  // Seven pictures differ in six directions at most: nothing is lost.
  const GramTeacher teacher(features, pictures, small);
  const torch::Tensor coordinates = teacher.coordinates(pictures);
  ASSERT_EQ(coordinates.sizes(), torch::IntArrayRef({7, small.all()}));
  const torch::Tensor known = gram_distance(features, pictures.slice(0, 1), pictures.slice(0, 0, 1));
  const torch::Tensor found = style_net_distance(small, coordinates.slice(0, 1), coordinates.slice(0, 0, 1));
  EXPECT_LT(((found - known) / known).abs().max().item<double>(), 0.02);
  EXPECT_THROW(GramTeacher(features, pictures.slice(0, 0, 6), small), Error);
}

TEST(DistanceChanges, are_those_of_gradings_towards_other_parts) {
  torch::Tensor coordinates = torch::zeros({2, 2, small.all()});
  coordinates[0][1][0] = 3;                        // the first part's grading is half-way to
  coordinates[1][0][0] = coordinates[1][1][0] = 6; // the other part, which its own grading leaves alone
  const torch::Tensor changes = distance_changes(small, coordinates);
  ASSERT_EQ(changes.numel(), 4);
  EXPECT_NEAR(changes[0].item<double>(), std::log(3.05 / 6.05), 1e-3);
  EXPECT_NEAR(changes[1].item<double>(), std::log(3.05 / 6.05), 1e-3);
  EXPECT_NEAR(changes[2].item<double>(), 0, 1e-6);
  EXPECT_NEAR(changes[3].item<double>(), 0, 1e-6);
}

TEST_F(StyleNetTraining, is_the_same_from_the_same_seed_and_goes_on_from_its_checkpoint) {
  StyleNetRun run = short_run();
  const TensorFile half = trained("a", run);
  EXPECT_EQ(half.metadata.at("updates"), "4");
  EXPECT_EQ(load_style_net(half)->shape(), small);
  EXPECT_EQ(half.tensors, trained("b", run).tensors);
  EXPECT_TRUE(std::filesystem::exists(folder / "a/log.csv"));
  run.updates = 6;
  const TensorFile whole = trained("a", run);
  EXPECT_EQ(whole.metadata.at("updates"), "6");
  EXPECT_NE(half.tensors, whole.tensors);
}

TEST_F(StyleNetTraining, refuses_what_nothing_can_be_learnt_from) {
  StyleNetRun run = short_run();
  run.gradings = 0;
  EXPECT_THROW(trained("c", run), Error);
  run = short_run();
  run.basis = 3;
  EXPECT_THROW(trained("d", run), Error);
}

} // namespace
} // namespace penumbra
