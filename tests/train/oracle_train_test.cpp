// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/train/oracle/degrade.hpp"
#include "core/train/oracle/oracle_evaluation.hpp"
#include "core/train/oracle/oracle_trainer.hpp"
#include "tests/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <torch/torch.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// A colourful picture with light and shade, edges and fine structure, [3,48,64].
torch::Tensor colourful() {
  const torch::Tensor y = torch::linspace(0, 1, 48).view({1, 48, 1}),
                      x = torch::linspace(0, 1, 64).view({1, 1, 64});
  const torch::Tensor phase = torch::tensor({0.0f, 1.0f, 2.0f}).view({3, 1, 1});
  const torch::Tensor waves = 0.5 + 0.25 * torch::sin(9 * x + phase) * torch::cos(7 * y - phase);
  return (waves + 0.15 * (x > 0.5).to(torch::kFloat) + 0.05 * torch::sin(60 * (x + y))).clamp(0, 1);
}

const Degradation& family(const std::string& name) {
  for (const Degradation& one : degradations())
    if (one.name == name) return one;
  throw Error("no such family");
}

Chain chain_of(const std::string& name, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  torch::manual_seed(std::int64_t(seed));
  return family(name).spoil(colourful(), {0.2, 0.6, 1.0}, random);
}

double mean_of(const torch::Tensor& picture) {
  return picture.mean().item<double>();
}

/// Six small photographs in a folder.
class Training : public testing::Test {
 protected:
  Training() {
    std::filesystem::create_directory(photos());
    for (int i = 0; i < 6; ++i) {
      cv::Mat picture(40, 60, CV_8UC3);
      for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 60; ++x)
          picture.at<cv::Vec3b>(y, x) = cv::Vec3b(uchar(40 + 3 * x), uchar(200 - 4 * y), uchar(60 + 20 * i));
      cv::imwrite(photos() + "/" + std::to_string(i) + ".png", picture);
    }
    run.shape = {4, 48};
    run.updates = 3, run.photos = 2, run.long_sides = {32}, run.held_out = 3;
  }
  std::string photos() const { return folder / "photos"; }
  TensorFile trained(const std::string& out, int updates) {
    run.updates = updates;
    OracleTrainer trainer(run, photos(), folder / out);
    trainer.resume();
    trainer.train(0, 100);
    return read_safetensors(folder / out + "/oracle.safetensors");
  }
  TemporaryFolder folder;
  OracleRun run;
};

} // namespace

TEST(Degradations, stay_in_range_and_grow_away_from_the_photo) {
  for (const Degradation& one : degradations()) {
    const Chain chain = chain_of(one.name);
    ASSERT_EQ(chain.pictures.size(), 3u) << one.name;
    ASSERT_EQ(chain.badness.size(), 3u) << one.name;
    double before = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(chain.pictures[i].sizes(), colourful().sizes()) << one.name;
      EXPECT_GE(chain.pictures[i].min().item<float>(), 0.0f) << one.name;
      EXPECT_LE(chain.pictures[i].max().item<float>(), 1.0f) << one.name;
      EXPECT_GT(chain.badness[i], 0.0) << one.name;
      EXPECT_LE(chain.badness[i], 1.0) << one.name;
      const double distance = mean_of((chain.pictures[i] - colourful()).abs());
      if (one.name == "episode") continue; // is nearest to the photo somewhere in the middle
      EXPECT_GT(distance, before) << one.name << " " << i;
      EXPECT_DOUBLE_EQ(chain.badness[i], std::vector<double>({0.2, 0.6, 1.0})[i]) << one.name;
      before = distance;
    }
  }
}

TEST(Degradations, come_out_alike_from_the_same_seed) {
  for (const Degradation& one : degradations()) {
    const Chain a = chain_of(one.name, 7), b = chain_of(one.name, 7);
    for (std::size_t i = 0; i < a.pictures.size(); ++i)
      EXPECT_TRUE(torch::equal(a.pictures[i], b.pictures[i])) << one.name;
  }
}

TEST(Degradations, do_what_their_names_say) {
  const torch::Tensor photo = colourful();
  EXPECT_LT(mean_of(chain_of("darker").pictures[1]), mean_of(photo) - 0.1);
  EXPECT_GT(mean_of(chain_of("brighter").pictures[1]), mean_of(photo) + 0.1);
  EXPECT_LT(mean_of(chain_of("curve-down").pictures[1]), mean_of(photo) - 0.1);
  EXPECT_GT(mean_of(chain_of("curve-up").pictures[1]), mean_of(photo) + 0.1);
  const auto deviation = [](const torch::Tensor& picture) { return picture.std().item<double>(); };
  EXPECT_LT(deviation(chain_of("contrast-down").pictures[1]), 0.8 * deviation(photo));
  EXPECT_GT(deviation(chain_of("contrast-up").pictures[1]), 1.2 * deviation(photo));
  const auto detail = [](const torch::Tensor& picture) { return mean_of(picture.diff(1, 2).abs()); };
  EXPECT_LT(detail(chain_of("blur").pictures[1]), 0.8 * detail(photo));
  EXPECT_GT(detail(chain_of("sharpening").pictures[1]), 1.2 * detail(photo));
  EXPECT_GT(detail(chain_of("noise").pictures[1]), 1.2 * detail(photo));
  EXPECT_GT(chain_of("haze").pictures[1].min().item<float>(), photo.min().item<float>() + 0.1f);
  EXPECT_LE(std::get<0>(torch::_unique(chain_of("posterisation").pictures[2])).numel(), 3);
}

TEST(Degradations, of_an_episode_run_from_too_dark_to_too_bright) {
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    const Chain chain = chain_of("episode", seed);
    EXPECT_LT(mean_of(chain.pictures[0]), mean_of(chain.pictures[1]));
    EXPECT_LT(mean_of(chain.pictures[1]), mean_of(chain.pictures[2]));
    EXPECT_LT(mean_of(chain.pictures[0]), mean_of(colourful()));
    EXPECT_GT(mean_of(chain.pictures[2]), mean_of(colourful()));
  }
}

TEST(Degradations, can_be_left_out_by_name) {
  const auto kept = degradations_without({"haze", "gamma"});
  EXPECT_EQ(kept.size() + 2, degradations().size());
  for (const Degradation& one : kept) EXPECT_TRUE(one.name != "haze" && one.name != "gamma");
  try {
    degradations_without({"fog"});
    FAIL() << "an unknown family was left out";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("haze"), std::string::npos);
  }
}

TEST(IntendedRatings, fall_with_badness) {
  const torch::Tensor wanted = intended_ratings(OracleRun(), {0.0, 0.5, 1.0});
  EXPECT_NEAR(wanted.sum().item<double>(), 3.0, 1e-5);
  const torch::Tensor scores = mean_scores(wanted);
  // The ratings end at 1 and 10, which draws the means of the cut Gaussians inwards.
  EXPECT_NEAR(scores[0].item<double>(), 7.8883, 1e-3);
  EXPECT_NEAR(scores[1].item<double>(), 5.0024, 1e-3);
  EXPECT_NEAR(scores[2].item<double>(), 2.3630, 1e-3);
}

TEST(EarthMoversDistance, grows_with_the_way) { // NIMA eq. 1
  const auto at = [](int rating) {
    torch::Tensor one = torch::zeros({1, ratings});
    one[0][rating - 1] = 1;
    return one;
  };
  EXPECT_EQ(earth_movers_distance(at(4), at(4)).item<double>(), 0.0);
  EXPECT_NEAR(earth_movers_distance(at(4), at(5)).item<double>(), 0.1, 1e-6);
  EXPECT_NEAR(earth_movers_distance(at(4), at(9)).item<double>(), 0.5, 1e-6);
}

TEST_F(Training, writes_an_oracle_and_its_log) {
  const TensorFile weights = trained("a", 3);
  EXPECT_EQ(weights.metadata.at("updates"), "3");
  EXPECT_TRUE(
      torch::isfinite(make_oracle(weights)->distribution(torch::rand({1, 3, 32, 32}))).all().item<bool>());
  EXPECT_TRUE(std::filesystem::exists(folder / "a/log.csv"));
}

TEST_F(Training, is_the_same_from_the_same_seed) {
  EXPECT_EQ(trained("a", 3).tensors, trained("b", 3).tensors);
  run.seed = 2;
  EXPECT_NE(trained("c", 3).tensors, trained("a", 3).tensors);
}

TEST_F(Training, goes_on_from_its_checkpoint) {
  const TensorFile half = trained("a", 2);
  const TensorFile whole = trained("a", 4);
  EXPECT_EQ(whole.metadata.at("updates"), "4");
  EXPECT_NE(half.tensors, whole.tensors);
}

TEST_F(Training, says_which_setting_is_unknown) {
  run.left_out = {"fog"};
  EXPECT_THROW(OracleTrainer(run, photos(), folder / "d"), Error);
  EXPECT_THROW(OracleTrainer(OracleRun(), folder / "nowhere", folder / "d"), Error);
}

TEST_F(Training, reports_pairs_of_every_family) {
  const auto oracle = make_oracle(trained("a", 1));
  const RankingTable table = rank_degradations(*oracle, load_photos(photos(), 64));
  ASSERT_EQ(table.families.size(), degradations().size());
  int pairs = 0;
  for (const FamilyAccuracy& one : table.families) {
    EXPECT_EQ(one.photo_pairs.all, 6 * 4) << one.name;
    EXPECT_LE(one.photo_pairs.right, one.photo_pairs.all);
    if (one.name != "episode") {
      EXPECT_EQ(one.graded_pairs.all, 6 * 6) << one.name;
    }
    pairs += one.photo_pairs.all;
  }
  EXPECT_EQ(table.total.photo_pairs.all, pairs);
}
