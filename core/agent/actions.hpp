// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace penumbra {

/// Action set of ALL-E (section 3.3): 28 curve strengths -9/18, -8/18 … 18/18. The paper's text names the
/// range
/// [-0.5, 1] with steps of 1/18.
inline std::vector<float> all_e_strengths() {
  std::vector<float> values;
  for (int i = -9; i <= 18; ++i) values.push_back(float(i) / 18.0f);
  return values;
}

/// Action set of ReLLIE: 27 curve strengths -0.30, -0.25 … 1.00.
inline std::vector<float> rellie_strengths() {
  std::vector<float> values;
  for (int i = -6; i <= 20; ++i) values.push_back(float(i) / 20.0f);
  return values;
}

} // namespace penumbra
