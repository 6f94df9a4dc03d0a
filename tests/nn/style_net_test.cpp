// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/style_net.hpp"
#include "tests/nn/golden.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace penumbra {
namespace {

constexpr StyleNetShape small{4, {3, 4, 5}};

StyleNet random_net() {
  torch::manual_seed(5);
  return StyleNet(small);
}

TEST(StyleNet, describes_a_picture_by_the_mean_of_its_equal_parts) {
  const torch::NoGradGuard no_grad;
  StyleNet net = random_net();
  const torch::Tensor picture = torch::rand({1, 3, 61, 45});
  EXPECT_EQ(net->forward(picture).sizes(), torch::IntArrayRef({1, small.all()}));
  // A tile that repeats every 8 pixels is the same at every place, so how much of it is seen does not matter.
  const torch::Tensor tile = torch::rand({1, 3, 8, 8});
  const torch::Tensor few = net->forward(tile.repeat({1, 1, 5, 5})),
                      many = net->forward(tile.repeat({1, 1, 9, 13}));
  const torch::Tensor other = net->forward(torch::rand({1, 3, 8, 8}).repeat({1, 1, 5, 5}));
  EXPECT_LT((few - many).abs().max().item<double>(), 0.2 * (few - other).abs().max().item<double>());
}

TEST(StyleNet, distances_are_those_of_three_groups) {
  torch::Tensor a = torch::zeros({2, small.all()}), b = torch::zeros({small.all()});
  a[0][0] = 3, a[0][2] = 4;  // the first group: 5
  a[1][3] = 2, a[1][7] = -1; // the second and the third: 2 and 1
  const torch::Tensor distance = style_net_distance(small, a, b);
  EXPECT_EQ(distance.sizes(), torch::IntArrayRef({2}));
  EXPECT_NEAR(distance[0].item<double>(), 5, 1e-3);
  EXPECT_NEAR(distance[1].item<double>(), 3, 1e-3);
}

TEST(StyleNet, comes_back_from_a_file_and_refuses_others) {
  const torch::NoGradGuard no_grad;
  StyleNet net = random_net();
  TensorFile file;
  store(net, file);
  StyleNet other = load_style_net(file);
  const torch::Tensor picture = torch::rand({2, 3, 40, 32});
  EXPECT_EQ(other->shape(), small);
  EXPECT_TRUE(torch::equal(net->forward(picture), other->forward(picture)));
  EXPECT_THROW(net->forward(torch::rand({1, 3, 28, 60})), Error);

  TensorFile wider = file, foreign = file, less = file;
  wider.metadata["width"] = "5";
  foreign.metadata["kind"] = "oracle";
  less.tensors.erase(less.tensors.begin());
  for (const TensorFile* bad : {&wider, &foreign, &less}) EXPECT_THROW(load_style_net(*bad), Error);
}

TEST(StyleNet, that_is_shipped_gives_known_values) {
  const std::string models = PENUMBRA_TEST_MODELS;
  StyleNet net = load_style_net(load_model(models, find_model(models, "style-net")));
  test::expect_golden(net->forward(test::golden_input()),
                      {0.161246,
                       1.321010,
                       {0.44209, 0.24898, 0.18597, -0.06776, 0.09487, 0.29105, -0.15289, -0.09030},
                       {-1.57548, -0.16468, -0.09196, 1.32293, 1.06959, 1.12660, -5.03673, -5.28437}});
}

} // namespace
} // namespace penumbra
