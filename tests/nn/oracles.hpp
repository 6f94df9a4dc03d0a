// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdlib>
#include <string>
#include <torch/types.h>

namespace penumbra::test {

/// Weights of others by the name of their file; empty where PENUMBRA_ORACLES names no folder.
inline std::string oracle(const std::string& file) {
  const char* folder = std::getenv("PENUMBRA_ORACLES");
  return folder && *folder ? std::string(folder) + "/" + file : std::string();
}

/// The picture that the golden values were computed on: x[c][y][x] = frac(0.37 c + 0.011 y + 0.007 x),
/// [1,3,64,64].
inline torch::Tensor golden_input() {
  torch::Tensor input = torch::empty({1, 3, 64, 64});
  auto value = input.accessor<float, 4>();
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < 64; ++y)
      for (int x = 0; x < 64; ++x) {
        const double v = 0.37 * c + 0.011 * y + 0.007 * x;
        value[0][c][y][x] = float(v - std::floor(v));
      }
  return input;
}

} // namespace penumbra::test
