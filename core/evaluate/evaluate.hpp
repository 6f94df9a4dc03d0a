// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evaluate/methods.hpp"
#include "core/evaluate/report.hpp"
#include "core/progress.hpp"

#include <string>
#include <vector>

namespace penumbra::evaluate {

struct Options {
  std::vector<std::string> folders;
  std::string tool = "low-light";
  std::vector<std::string> methods; ///< empty: the tool's baselines and every method of it
  SetOptions sets;
  MethodOptions method;
  int long_side = -1;     ///< photos are reduced to it first; 0: not; -1: 600 for photos without references
  double noise = 0;       ///< camera noise added to the photos (noise.hpp), shot noise at full scale; 0: none
  std::string niqe_model; ///< safetensors file with NIQE's parameters; empty: no NIQE
  std::string csv;        ///< file to write; empty: none
  std::string html;       ///< folder to write; empty: none
};

/// Runs every method over every folder and judges the results by the protocol; writes the CSV file and the
/// page. Throws Error.
std::vector<SetResult> evaluate(const Options& options, Progress& progress);

} // namespace penumbra::evaluate
