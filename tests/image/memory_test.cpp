// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/memory.hpp"

#include "tests/image/pictures.hpp"

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <string>

using namespace penumbra;

namespace {

/// Megabytes of the mapping around `address` that lie in large pages, by /proc/self/smaps; -1 where that does
/// not tell.
double megabytes_in_large_pages(const void* address) {
  std::ifstream maps("/proc/self/smaps");
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  bool here = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0, end = 0;
    if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR, &begin, &end) == 2)
      here = begin <= wanted && wanted < end;
    else if (here && line.rfind("AnonHugePages:", 0) == 0)
      return std::stod(line.substr(14)) / 1024;
  }
  return -1;
}

bool large_pages_are_to_be_had() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  std::string text;
  std::getline(file, text);
  return text.find("[madvise]") != std::string::npos || text.find("[always]") != std::string::npos;
}

std::uintptr_t place_of(const Image& image) {
  return reinterpret_cast<std::uintptr_t>(image.pixels.data());
}

// Under a sanitizer the memory is its own.
#ifdef __SANITIZE_ADDRESS__
constexpr bool by_pages = false;
#else
constexpr bool by_pages = true;
#endif

} // namespace

TEST(Memory, of_a_photo_lies_in_large_pages) {
  if (!by_pages) GTEST_SKIP() << "a sanitizer hands out the memory";
  const Image photo(2000, 1500, 3); // 34 MB
  EXPECT_EQ(place_of(photo) % (2u << 20), 0u);
  if (!large_pages_are_to_be_had()) GTEST_SKIP() << "this system gives no large pages for the asking";
  EXPECT_GT(megabytes_in_large_pages(photo.pixels.data()), 16.0);
}

TEST(Memory, of_a_small_picture_is_aligned_for_vectors) {
  for (int side = 1; side < 40; ++side) ASSERT_EQ(place_of(Image(side, side, 3)) % 64, 0u);
}

TEST(Memory, that_was_used_before_does_not_show) {
  for (const int side : {10, 1000}) {
    {
      Image before(side, side, 3);
      std::fill(before.pixels.begin(), before.pixels.end(), 7.0f);
    }
    const Image after(side, side, 3);
    const Map map(side, side, 3);
    for (const float v : after.pixels) ASSERT_EQ(v, 0.0f);
    for (const float v : map.values) ASSERT_EQ(v, 0.0f);
  }
}

TEST(Memory, of_a_middling_picture_is_used_again) {
  if (!by_pages) GTEST_SKIP() << "a sanitizer hands out the memory";
  std::uintptr_t first = 0;
  {
    const Image image(1000, 1000, 3); // 12 MB
    first = place_of(image);
  }
  EXPECT_EQ(place_of(Image(1001, 1000, 3)), first) << "as many pages";
}

TEST(Memory, is_a_value_like_any_other) {
  Image image = Image::unset(900, 700, 3);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) image.pixels[i] = float(i % 1000);
  const Image copy = image;
  EXPECT_NE(place_of(copy), place_of(image));
  EXPECT_TRUE(test::same_bits(copy.pixels, image.pixels));
  const Image moved = std::move(image);
  EXPECT_TRUE(test::same_bits(copy.pixels, moved.pixels));
  Floats numbers{1, 2};
  numbers.push_back(3);
  numbers.insert(numbers.end(), {4, 5});
  EXPECT_EQ(numbers, (Floats{1, 2, 3, 4, 5}));
}

TEST(Memory, that_nobody_has_is_refused) {
  EXPECT_THROW(Floats(std::size_t(1) << 60), std::bad_alloc);
  EXPECT_THROW(allocate_pixels(~std::size_t(0)), std::bad_alloc);
}
