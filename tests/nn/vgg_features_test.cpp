// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/vgg_features.hpp"
#include "tests/image/pictures.hpp"
#include "tests/nn/golden.hpp"

#include <filesystem>

using namespace penumbra;

namespace {

std::string weights() {
  return test::oracle("vgg19_normalised_relu3_1.safetensors");
}

} // namespace

TEST(VggFeatures, agree_with_known_values) {
  if (!std::filesystem::exists(weights())) GTEST_SKIP() << "PENUMBRA_ORACLES names no folder with VGG-19";
  const auto features = VggFeatures(read_safetensors(weights()))(test::golden_input());
  ASSERT_EQ(features[0].sizes(), torch::IntArrayRef({1, 64, 64, 64}));
  ASSERT_EQ(features[1].sizes(), torch::IntArrayRef({1, 128, 32, 32}));
  ASSERT_EQ(features[2].sizes(), torch::IntArrayRef({1, 256, 16, 16}));
  test::expect_golden(features[0],
                      {2.17778, 4.12374, {0.073276, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}});
  test::expect_golden(features[1], {1.47524,
                                    3.15051,
                                    {0, 0, 0, 0, 0, 0, 0, 0},
                                    {2.6588, 2.6742, 2.6027, 2.5694, 2.5519, 2.5592, 2.5788, 2.5989}});
  test::expect_golden(
      features[2],
      {2.27069, 4.58601, {0, 0, 0, 0.51165, 3.8162, 9.5407, 15.798, 15.094}, {0, 0, 0, 0, 0, 0, 0, 0}});
}

TEST(GramMatrices, do_not_care_for_places_and_sizes) {
  torch::manual_seed(2);
  const torch::Tensor features = torch::rand({2, 5, 6, 4});
  const torch::Tensor gram = gram_matrices(features);
  EXPECT_NEAR(gram[1][2][3].item<double>(),
              (features[1][2] * features[1][3]).sum().item<double>() / (5 * 6 * 4), 1e-6);
  EXPECT_LT((gram - gram_matrices(features.flip(2))).abs().max().item<double>(), 1e-6);
  EXPECT_LT((gram - gram_matrices(features.repeat({1, 1, 2, 3}))).abs().max().item<double>(), 1e-6);
}

TEST(GramDistance, is_none_to_the_same_and_grows_with_the_change) {
  if (!std::filesystem::exists(weights())) GTEST_SKIP() << "PENUMBRA_ORACLES names no folder with VGG-19";
  const auto distance = vgg_gram_distance(weights());
  const Image photo = test::photo(64, 48, 3, 1);
  Image darker = photo, dark = photo;
  for (float& v : darker.pixels) v *= 0.8f;
  for (float& v : dark.pixels) v *= 0.4f;
  EXPECT_NEAR(distance->between(photo, photo), 0.0, 1e-5);
  EXPECT_GT(distance->between(photo, darker), 0.0);
  EXPECT_GT(distance->between(photo, dark), distance->between(photo, darker));
}

TEST(GramDistance, says_what_does_not_fit) {
  EXPECT_THROW(vgg_gram_distance("/nowhere/weights.safetensors"), Error);
  EXPECT_THROW(VggFeatures(TensorFile{}), Error);
}
