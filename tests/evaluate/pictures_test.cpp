// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/pictures.hpp"

#include "core/error.hpp"
#include "tests/evaluate/folder.hpp"
#include "tests/metric/pictures.hpp"

#include <gtest/gtest.h>
#include <numeric>

namespace penumbra::evaluate {
namespace {

using metric::to_bytes;

TEST(Reduced, RoundsTheSizeToTheBestAspect) {
  const struct {
    int width, height;
    Size expected;
  } sizes[] = {{720, 680, {600, 567}}, {1039, 1000, {600, 577}}, {601, 400, {600, 399}},
               {400, 601, {399, 600}}, {3000, 2, {600, 1}},      {613, 411, {600, 402}}};
  for (const auto& s : sizes) {
    const Image small = reduced(Image(s.width, s.height, 3), 600);
    EXPECT_EQ((Size{small.width, small.height}), s.expected) << s.width << "x" << s.height;
  }
}

/// The same formula reduced by Pillow 9.4 (thumbnail, LANCZOS), byte for byte.
TEST(Reduced, AgreesWithPillow) {
  const metric::Bytes small = to_bytes(reduced(metric::first_picture(), 40));
  ASSERT_EQ(small.width, 40);
  ASSERT_EQ(small.height, 30);
  const auto pixel = [&](int y, int x) {
    const std::uint8_t* p = small.rgb.data() + (y * 40 + x) * 3;
    return std::vector<int>(p, p + 3);
  };
  EXPECT_EQ(pixel(0, 0), (std::vector<int>{2, 42, 82}));
  EXPECT_EQ(pixel(0, 1), (std::vector<int>{7, 47, 87}));
  EXPECT_EQ(pixel(17, 23), (std::vector<int>{230, 17, 54}));
  EXPECT_EQ(pixel(29, 39), (std::vector<int>{208, 248, 32}));
  long sum = 0, weighted = 0;
  for (std::size_t i = 0; i < small.rgb.size(); ++i)
    sum += small.rgb[i], weighted += long(small.rgb[i]) * long(i) % 251;
  EXPECT_EQ(sum, 472379);
  EXPECT_EQ(weighted, 438609);
}

TEST(Reduced, LeavesSmallPicturesAlone) {
  const Image picture = metric::first_picture();
  EXPECT_EQ(reduced(picture, 64).pixels, picture.pixels);
  EXPECT_EQ(reduced(picture, 0).pixels, picture.pixels);
}

TEST(Pictures, SurviveWritingAndReadingAsPng) {
  const Folder folder;
  folder.write("a.png", metric::first_picture());
  EXPECT_EQ(to_bytes(read_picture(folder / "a.png")), to_bytes(metric::first_picture()));
}

TEST(Pictures, SayWhichFileIsBroken) {
  const Folder folder;
  folder.write("b.jpg", "no photo at all");
  try {
    read_picture(folder / "b.jpg");
    FAIL() << "read a text as a photo";
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("b.jpg"), std::string::npos);
  }
  EXPECT_THROW(read_picture(folder / "none.png"), Error);
  EXPECT_THROW(write_picture(folder / "no/folder/a.png", metric::first_picture()), Error);
  EXPECT_THROW(write_picture(folder / "a.unknown", metric::first_picture()), Error);
}

TEST(Pictures, AreKnownByTheirEnding) {
  EXPECT_TRUE(is_picture("a/b.JPG"));
  EXPECT_TRUE(is_picture("b.png"));
  EXPECT_FALSE(is_picture("SOURCES.csv"));
  EXPECT_FALSE(is_picture("png"));
}

} // namespace
} // namespace penumbra::evaluate
