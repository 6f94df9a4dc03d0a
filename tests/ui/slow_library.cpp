// SPDX-License-Identifier: GPL-3.0-or-later
// A library that takes its time to start up, as LibTorch does: until the file named by PENUMBRA_GO_ON exists.

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace {

[[maybe_unused]] const bool started = [] {
  const char* const file = std::getenv("PENUMBRA_GO_ON");
  for (int i = 0; file && i < 1000 && !std::filesystem::exists(file); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  return true;
}();

} // namespace
