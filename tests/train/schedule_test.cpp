// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/schedule.hpp"

#include <gtest/gtest.h>
#include <torch/nn.h>

namespace penumbra {
namespace {

TEST(CosineRate, RisesFallsAndStays) {
  EXPECT_DOUBLE_EQ(cosine_rate(2, 0, 100, 0.1, 0), 2);
  EXPECT_DOUBLE_EQ(cosine_rate(2, 0, 100, 0.1, 10), 0.2);
  EXPECT_NEAR(cosine_rate(2, 50, 100, 0.1, 10), 2 * 0.55, 1e-12); // half way between 1 and 0.1
  EXPECT_DOUBLE_EQ(cosine_rate(2, 100, 100, 0.1, 10), 0.2);
  EXPECT_DOUBLE_EQ(cosine_rate(2, 300, 100, 0.1, 10), 0.2);
  EXPECT_DOUBLE_EQ(cosine_rate(2, 0, 0, 0.1, 0), 2); // a run without updates
  for (int done = 10; done < 100; ++done)
    EXPECT_LT(cosine_rate(2, done + 1, 100, 0.1, 10), cosine_rate(2, done, 100, 0.1, 10));
}

TEST(Follow, AveragesOverTheUpdates) {
  torch::nn::Linear net(2, 1), average(2, 1);
  const auto set = [](torch::nn::Linear& linear, double value) {
    const torch::NoGradGuard no_grad;
    for (torch::Tensor& p : linear->parameters()) p.fill_(value);
  };
  set(net, 1), set(average, 0);
  update_ema(*net, *average, 0.9, 10); // of ten updates: one half is kept
  for (const torch::Tensor& p : average->parameters()) EXPECT_NEAR(p.min().item<double>(), 0.5, 1e-6);
  update_ema(*net, *average, 0.9, 10000); // never more than 0.9
  for (const torch::Tensor& p : average->parameters()) EXPECT_NEAR(p.max().item<double>(), 0.55, 1e-6);
  for (const torch::Tensor& p : net->parameters()) EXPECT_EQ(p.min().item<double>(), 1);
}

} // namespace
} // namespace penumbra
