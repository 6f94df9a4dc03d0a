// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/curve/curve.hpp"
#include "core/io/bytes.hpp"
#include "core/io/codec.hpp"
#include "tests/temporary_folder.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace penumbra::cli {

/// How a run of the program ended.
struct Outcome {
  int code = -1; ///< exit status; 128 + signal where a signal ended it
  std::string out, err;
};

struct RunSettings {
  std::string program = PENUMBRA_PROGRAM;
  bool terminal = false;                  ///< stderr is a terminal
  std::function<void(int)> while_running; ///< called with the process id
};

/// Runs build/bin/penumbra with `arguments`, to its end.
Outcome run(const std::vector<std::string>& arguments, const RunSettings& settings = {});

/// A folder of its own for each test.
class ProgramTest : public ::testing::Test {
 protected:
  /// Full path of a file in the folder.
  std::string path(const std::string& name) const { return folder_ / name; }
  std::vector<std::string> files() const;

  /// A recipe file of `steps`; no steps: nothing is changed.
  std::string recipe(const std::vector<EditStep>& steps = {}, const std::string& name = "recipe.json") const;

 private:
  test::TemporaryFolder folder_;
};

/// A curve of one strength all over.
inline EditStep even_curve(float strength) {
  Map map(4, 3);
  map.values.assign(map.values.size(), strength);
  return make_curve_step(map);
}

/// A picture whose samples all differ as far as `bits` can tell; alpha where there are 2 or 4 channels.
/// Integers are exact multiples of their step; floats reach below 0 and above 1, but not in alpha.
Image test_picture(int width, int height, int channels, int bits);

/// What `path` holds, as stored.
inline Decoded stored(const std::string& path) {
  return decode(read_file(path), path);
}

/// Largest difference of two pictures' samples; infinite where their sizes differ.
float difference(const Image& a, const Image& b);

} // namespace penumbra::cli
