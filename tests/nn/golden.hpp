// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/nn/oracles.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace penumbra::test {

/// What is known of a tensor: its mean, population deviation, first 8 values, and 8 from the middle on.
struct Golden {
  double mean, deviation;
  std::vector<double> first, middle;
};

/// `tolerance` is relative to the deviation: the values have 5 or 6 digits.
inline void expect_golden(const torch::Tensor& tensor, const Golden& golden, double tolerance = 1e-4) {
  const torch::Tensor flat = tensor.contiguous().flatten().to(torch::kDouble);
  const double slack = tolerance * golden.deviation;
  EXPECT_NEAR(flat.mean().item<double>(), golden.mean, slack);
  EXPECT_NEAR(flat.std(false).item<double>(), golden.deviation, slack);
  const double* values = flat.data_ptr<double>();
  for (std::size_t i = 0; i < golden.first.size(); ++i)
    EXPECT_NEAR(values[i], golden.first[i], slack + 1e-4 * std::abs(golden.first[i])) << "value " << i;
  for (std::size_t i = 0; i < golden.middle.size(); ++i)
    EXPECT_NEAR(values[flat.numel() / 2 + std::int64_t(i)], golden.middle[i],
                slack + 1e-4 * std::abs(golden.middle[i]))
        << "value " << i << " from the middle";
}

} // namespace penumbra::test
