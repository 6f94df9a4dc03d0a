// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/oracle.hpp"
#include "core/nn/torch/rating_net.hpp"
#include "core/nn/torch/tensors.hpp"
#include "tests/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <thread>
#include <torch/torch.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

/// Weights of a small oracle drawn from a fixed seed.
TensorFile weights_of(RatingNetShape shape = {4, 48}) {
  torch::manual_seed(5);
  TensorFile file;
  store(RatingNet(shape), file);
  return file;
}

torch::Tensor noise(std::int64_t count, std::int64_t height, std::int64_t width) {
  torch::manual_seed(6);
  return torch::rand({count, 3, height, width});
}

std::string complaint(const TensorFile& file) {
  try {
    make_oracle(file);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

} // namespace

TEST(MeanScore, is_the_sum_of_ratings_times_their_probabilities) {
  torch::Tensor distributions = torch::zeros({3, ratings});
  distributions[0][0] = 1;
  distributions[1].fill_(0.1);
  distributions[2][6] = 0.25, distributions[2][7] = 0.75;
  const torch::Tensor scores = mean_scores(distributions);
  EXPECT_FLOAT_EQ(scores[0].item<float>(), 1.0f);
  EXPECT_FLOAT_EQ(scores[1].item<float>(), 5.5f);
  EXPECT_FLOAT_EQ(scores[2].item<float>(), 7.75f);
}

TEST(AestheticScore, of_pictures_agrees_with_that_of_their_tensors) {
  const auto oracle = make_oracle(weights_of());
  const torch::Tensor pictures = noise(2, 40, 30);
  const torch::Tensor wanted = mean_scores(oracle->distribution(pictures));
  EXPECT_NEAR(aesthetic_score(*oracle, to_image(pictures[0])), wanted[0].item<double>(), 1e-5);
  EXPECT_NEAR(aesthetic_score(*oracle, to_image(pictures[1])), wanted[1].item<double>(), 1e-5);
  EXPECT_THROW(aesthetic_score(*oracle, Image(4, 4, 1)), Error);
}

TEST(RatingNet, gives_a_distribution_over_the_ratings) {
  const torch::Tensor all = make_oracle(weights_of())->distribution(noise(3, 48, 32));
  ASSERT_EQ(all.sizes(), torch::IntArrayRef({3, 10}));
  EXPECT_GE(all.min().item<float>(), 0.0f);
  EXPECT_NEAR(all.sum().item<double>(), 3.0, 1e-5);
  EXPECT_FALSE(all.requires_grad());
}

TEST(RatingNet, takes_pictures_of_any_size) {
  const auto oracle = make_oracle(weights_of());
  for (const auto& [height, width] : {std::pair{1, 1}, {1, 48}, {3, 500}, {48, 48}, {300, 200}})
    EXPECT_TRUE(torch::isfinite(oracle->distribution(noise(1, height, width))).all().item<bool>())
        << height << " x " << width;
}

TEST(RatingNet, judges_large_pictures_by_their_reduced_copy) {
  const auto oracle = make_oracle(weights_of());
  const torch::Tensor large = noise(1, 96, 64);
  const torch::Tensor small = torch::avg_pool2d(large, 2);
  EXPECT_TRUE(torch::allclose(oracle->distribution(large), oracle->distribution(small), 1e-5, 1e-6));
}

TEST(RatingNet, answers_the_same_again_alone_and_in_a_batch) {
  const auto oracle = make_oracle(weights_of()), again = make_oracle(weights_of());
  const torch::Tensor pictures = noise(3, 48, 36);
  const torch::Tensor all = oracle->distribution(pictures);
  EXPECT_TRUE(torch::equal(all, oracle->distribution(pictures)));
  EXPECT_TRUE(torch::equal(all, again->distribution(pictures)));
  EXPECT_TRUE(torch::allclose(all.slice(0, 1, 2), oracle->distribution(pictures.slice(0, 1, 2)), 1e-5, 1e-6));
}

TEST(RatingNet, serves_several_threads_at_once) {
  const auto oracle = make_oracle(weights_of());
  const torch::Tensor pictures = noise(2, 48, 36);
  const torch::Tensor wanted = oracle->distribution(pictures);
  std::vector<int> equal(4, 0);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 20; ++k)
        equal[std::size_t(i)] += torch::allclose(wanted, oracle->distribution(pictures), 1e-5, 1e-6);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(equal, std::vector<int>(4, 20));
}

TEST(RatingNet, comes_back_from_a_file) {
  TemporaryFolder folder;
  write_safetensors(folder / "oracle.safetensors", weights_of());
  const torch::Tensor pictures = noise(1, 48, 36);
  EXPECT_TRUE(torch::equal(load_oracle(folder / "oracle.safetensors")->distribution(pictures),
                           make_oracle(weights_of())->distribution(pictures)));
  EXPECT_THROW(load_oracle(folder / "missing.safetensors"), Error);
}

TEST(RatingNet, refuses_weights_that_do_not_fit) {
  TensorFile file = weights_of();
  file.tensors.erase("hidden.bias");
  EXPECT_NE(complaint(file).find("hidden.bias"), std::string::npos);
  file = weights_of();
  file.tensors["out.weight"].shape = {64, 10};
  EXPECT_NE(complaint(file).find("out.weight"), std::string::npos);
  for (const char* value : {"", "x", "-4", "4x", "1000000"}) {
    file = weights_of();
    file.metadata["width"] = value;
    EXPECT_NE(complaint(file).find("width"), std::string::npos) << value;
  }
  file = weights_of();
  file.metadata.erase("side");
  EXPECT_NE(complaint(file).find("side"), std::string::npos);
  EXPECT_NE(complaint(TensorFile{}).find("oracle"), std::string::npos);
}

TEST(FindOracle, takes_the_one_of_the_manifest_or_none) {
  TemporaryFolder folder;
  write_file(folder / "manifest.json", R"({"models":[]})");
  EXPECT_EQ(find_oracle(folder.path()), nullptr);
  write_safetensors(folder / "o.safetensors", weights_of());
  const auto manifest = [&](const std::string& hash) {
    write_file(folder / "manifest.json", R"({"models":[{"id":"oracle","task":"ranking","version":"1",)"
                                         R"("file":"o.safetensors","recipe":"r.json","sha256":")" +
                                             hash + "\"}]}");
  };
  manifest(sha256(read_file(folder / "o.safetensors")));
  EXPECT_NE(find_oracle(folder.path()), nullptr);
  manifest("00");
  EXPECT_THROW(find_oracle(folder.path()), Error);
}

TEST(QualityDescription, tells_flat_from_fine_and_clipped_from_whole) {
  const torch::Tensor grey = torch::full({1, 3, 16, 16}, 0.5), white = torch::ones({1, 3, 16, 16});
  const torch::Tensor flat = describe_quality(grey), fine = describe_quality(noise(1, 16, 16)),
                      clipped = describe_quality(white);
  ASSERT_EQ(flat.sizes(), torch::IntArrayRef({1, picture_statistics}));
  const std::int64_t black = 28, bright = 29, differences = 30;
  EXPECT_FLOAT_EQ(flat[0][bright].item<float>(), 0.0f);
  EXPECT_FLOAT_EQ(clipped[0][bright].item<float>(), 1.0f);
  EXPECT_FLOAT_EQ(clipped[0][black].item<float>(), 0.0f);
  for (std::int64_t i = differences; i < differences + 6; ++i)
    EXPECT_LT(flat[0][i].item<float>(), fine[0][i].item<float>());
}
