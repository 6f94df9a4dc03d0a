// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/memory.hpp"
#include "tests/host/gimp_session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace penumbra::test {

/// GIMP's numbers for the precisions of an image; the even hundreds store linear light.
enum class Precision {
  u8_linear = 100,
  u8 = 150,
  u16_linear = 200,
  u16 = 250,
  u32_linear = 300,
  u32 = 350,
  half_linear = 500,
  half = 550,
  float_linear = 600,
  float_gamma = 650,
  double_linear = 700,
  double_gamma = 750
};
bool is_linear(Precision precision);
/// Half of the distance between neighbouring values in [0.5,1], with a little for float arithmetic.
double rounding(Precision precision);

/// Values of a layer as it stores them, scaled to [0,1] where they are whole numbers:
/// [height][width][channels], 1 grey, 2 grey + alpha, 3 RGB, 4 RGB + alpha.
struct Values {
  int width = 0, height = 0, channels = 0;
  Floats values;
  float at(int x, int y, int c) const { return values[(std::size_t(y) * width + x) * channels + c]; }
};

/// Colours from 0 to 1 that differ in every channel, and alpha from 0 to 1.
Values test_picture(int width, int height, int channels);

/// An image with one layer, in a running GIMP.
struct Photo {
  int image = 0;
  int layer = 0;
  Precision precision = Precision::u8;
  int channels = 3;
};

/// `profile`: "" none, "adobe", or a file.
Photo make_photo(GimpSession& gimp, const Values& values, Precision precision,
                 const std::string& profile = "");

/// The stored bytes of a layer, and the values in them.
std::string bytes_of(GimpSession& gimp, int layer);
Values values_of(GimpSession& gimp, const Photo& photo, int layer);
inline Values values_of(GimpSession& gimp, const Photo& photo) {
  return values_of(gimp, photo, photo.layer);
}

/// The arguments of a run after the drawable.
struct Arguments {
  std::string method = "all-e";
  int steps = 6, step = -1;
  std::string strength = "1";
  int output = 0;
};
/// The call of the procedure as Script-Fu; run mode 1 is without a dialog, 2 with the last values.
std::string enhance(int image, int drawable, const Arguments& arguments = {}, int run_mode = 1);

/// The layers of an image, top first.
std::vector<int> layers_of(GimpSession& gimp, int image);
std::string name_of(GimpSession& gimp, int item);

} // namespace penumbra::test
