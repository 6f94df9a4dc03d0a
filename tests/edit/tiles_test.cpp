// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "tests/image/pictures.hpp"

#include <gtest/gtest.h>

using namespace penumbra;
using namespace penumbra::test;

namespace {

std::vector<EditStep> steps() {
  return {make_curve_step(waves(30, 22, 1, 1)), make_curve_step(waves(17, 11, 3, 2)),
          make_curve_step(waves(40, 31, 1, 3), 1.3)};
}

Image cut(const Image& from, const Rect& rect) {
  Image out(rect.width, rect.height, from.channels, from.encoding);
  for (int y = 0; y < rect.height; ++y)
    std::memcpy(out.row(y), from.row(rect.y + y) + std::size_t(rect.x) * from.channels,
                sizeof(float) * std::size_t(rect.width) * from.channels);
  return out;
}

void paste(const Image& tile, Image& into, const Rect& rect) {
  for (int y = 0; y < rect.height; ++y)
    std::memcpy(into.row(rect.y + y) + std::size_t(rect.x) * into.channels, tile.row(y),
                sizeof(float) * std::size_t(rect.width) * into.channels);
}

/// Rendered by hand in tiles of `width` x `height`.
Image in_tiles(const Image& photo, int width, int height) {
  const PreparedRecipe prepared(steps(), photo, {photo.width, photo.height});
  EXPECT_EQ(prepared.margin(), 0);
  Image out(photo.width, photo.height, photo.channels, photo.encoding);
  for (int y = 0; y < photo.height; y += height)
    for (int x = 0; x < photo.width; x += width) {
      const Rect rect{x, y, std::min(width, photo.width - x), std::min(height, photo.height - y)};
      Image tile = cut(photo, rect);
      prepared.apply(tile, x, y);
      paste(tile, out, rect);
    }
  return out;
}

} // namespace

TEST(Tiles, show_no_seams) {
  for (const Size size : {Size{613, 409}, Size{256, 256}, Size{257, 1}, Size{1, 515}, Size{31, 29}}) {
    for (int channels = 1; channels <= 4; ++channels)
      for (const Encoding encoding : {Encoding::srgb, Encoding::linear}) {
        Image in = photo(size.width, size.height, channels, 7, encoding);
        in.pixels[in.pixels.size() / 2] = not_a_number;
        const PreparedRecipe prepared(steps(), in, size);
        Image whole = in;
        prepared.apply(whole, 0, 0);
        EXPECT_TRUE(same_bits(whole.pixels, render(steps(), in).pixels)) << "render()";
        EXPECT_TRUE(same_bits(whole.pixels, in_tiles(in, 64, 64).pixels)) << "64 x 64";
        EXPECT_TRUE(same_bits(whole.pixels, in_tiles(in, 101, 7).pixels)) << "101 x 7";
        EXPECT_TRUE(same_bits(whole.pixels, in_tiles(in, 1000, 3).pixels)) << "strips";
      }
  }
}

TEST(Tiles, of_single_pixels_are_the_same_too) {
  const Image in = photo(37, 19, 3);
  Image whole = in;
  PreparedRecipe(steps(), in, {37, 19}).apply(whole, 0, 0);
  EXPECT_TRUE(same_bits(whole.pixels, in_tiles(in, 1, 1).pixels));
}

TEST(Tiles, of_a_larger_picture_can_be_prepared_from_a_reduced_one) {
  // A dialog prepares on the preview and renders the visible part at 100 %.
  const Image in = photo(800, 600, 3), small = resize(in, {400, 300});
  const PreparedRecipe prepared(steps(), small, {800, 600});
  Image visible = cut(in, {300, 200, 150, 100});
  prepared.apply(visible, 300, 200);
  const Image expected = cut(render(steps(), in), {300, 200, 150, 100});
  EXPECT_LE(largest_difference(visible.pixels, expected.pixels), 2e-3f);
}
