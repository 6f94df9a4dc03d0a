// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/quantiles.hpp"
#include "core/nn/torch/step_net.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

using namespace penumbra;

TEST(StepNet, weights_survive_storing) {
  torch::manual_seed(1);
  StepNet net;
  TensorFile file;
  store(net, file);
  EXPECT_EQ(file.metadata.at("network"), "steps");
  StepNet again = load_step_net(file);
  const torch::Tensor photo = torch::rand({2, 3, 40, 60}), state = torch::rand({2, 3, 40, 60});
  const torch::NoGradGuard constant;
  EXPECT_TRUE(torch::equal(net(photo, state), again(photo, state)));
  EXPECT_EQ(net(photo, state).sizes(), torch::IntArrayRef({2}));
  file.tensors.erase("out.bias");
  EXPECT_THROW(load_step_net(file), Error);
}

TEST(StepNet, expectations_do_not_depend_on_the_other_states) {
  torch::manual_seed(2);
  StepNet net;
  std::vector<Image> states(3, Image(30, 20, 3));
  for (std::size_t i = 0; i < states.size(); ++i)
    for (std::size_t k = 0; k < states[i].pixels.size(); ++k)
      states[i].pixels[k] = float((k * (i + 3) * 37) % 101) / 100;
  const std::vector<double> all = expected_likeness(net, states);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_NEAR(expected_likeness(net, {states[0], states[2]})[1], all[2], 1e-4);
  EXPECT_TRUE(expected_likeness(net, {}).empty());
}

TEST(Quantiles, of_a_ramp_are_its_shares_of_largest_smallest_and_mean) {
  torch::Tensor picture = torch::zeros({1, 3, 1, 1001});
  picture[0][0][0] = torch::linspace(0, 1, 1001);
  picture[0][1][0] = torch::linspace(0, 0.5, 1001);
  const torch::Tensor found = quantiles(picture);
  ASSERT_EQ(found.sizes(), torch::IntArrayRef({1, picture_quantiles}));
  EXPECT_NEAR(found[0][10].item<double>(), 0, 1e-5);     // median of the largest, 0.5
  EXPECT_NEAR(found[0][30].item<double>(), -1, 1e-5);    // of the smallest, 0
  EXPECT_NEAR(found[0][59].item<double>(), 0, 1e-5);     // largest mean, (1 + 0.5) / 3
  EXPECT_NEAR(found[0][1].item<double>(), -0.996, 1e-5); // 0.2 % of the largest
}
