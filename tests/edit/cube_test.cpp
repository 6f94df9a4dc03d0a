// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/cube.hpp"

#include <gtest/gtest.h>
#include <sstream>

using namespace penumbra;

namespace {

struct Cube {
  int size = 0;
  std::vector<float> values;
  std::string comments;
};

Cube parse(const std::string& text) {
  Cube cube;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#"))
      cube.comments += line;
    else if (line.starts_with("LUT_3D_SIZE "))
      cube.size = std::stoi(line.substr(12));
    else if (!line.starts_with("TITLE")) {
      std::istringstream numbers(line);
      for (float v; numbers >> v;) cube.values.push_back(v);
    }
  }
  return cube;
}

} // namespace

TEST(Cube, holds_what_the_edit_makes_of_every_colour) {
  const FinishValues values{0.5, 0.2, -0.1, 0.3, 0.2, -0.3, 0.4, 0.1, 0};
  const Cube cube = parse(to_cube(values));
  ASSERT_EQ(cube.size, 33);
  ASSERT_EQ(cube.values.size(), 33u * 33 * 33 * 3);
  const auto at = [&](int r, int g, int b, int c) {
    return cube.values[std::size_t(((b * 33 + g) * 33 + r) * 3 + c)];
  };
  Image colour(1, 1, 3);
  colour.pixels = {8 / 32.0f, 20 / 32.0f, 27 / 32.0f};
  const Image edited = product_pipeline().apply(colour, values, {1, 1});
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(at(8, 20, 27, c), edited.pixels[std::size_t(c)], 1e-6);
}

TEST(Cube, is_the_identity_where_nothing_is_set) {
  const Cube cube = parse(to_cube({}));
  for (std::size_t i = 0; i < cube.values.size(); i += 3) {
    const std::size_t place = i / 3;
    ASSERT_NEAR(cube.values[i], float(place % 33) / 32, 1e-6);
    ASSERT_NEAR(cube.values[i + 2], float(place / 33 / 33) / 32, 1e-6);
  }
}

TEST(Cube, says_that_it_holds_no_sharpness) {
  FinishValues sharp{};
  sharp.back() = 0.5;
  const Cube cube = parse(to_cube(sharp)), plain = parse(to_cube({}));
  EXPECT_EQ(cube.values, plain.values);
  EXPECT_NE(cube.comments.find("sharpness"), std::string::npos);
  EXPECT_EQ(plain.comments.find("sharpness"), std::string::npos);
}
