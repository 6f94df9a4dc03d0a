// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/sets.hpp"

#include "core/error.hpp"
#include "tests/evaluate/folder.hpp"
#include "tests/metric/pictures.hpp"

#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

const Image small = metric::flat(1, 2, 3);

constexpr const char* manifest = R"([
  {"scene": "scene_2", "dark_inputs": ["frame_1.png", "frame_2.png"], "primary_input": "frame_2.png",
   "reference": "frame_5.png"},
  {"scene": "scene_1", "dark_inputs": ["frame_1.png"], "reference": "reference.png"},
  {"scene": "scene_9", "dark_inputs": [], "reference": "frame_3.png"}])";

TEST(Sets, BracketsAreKnownByTheirManifest) {
  const Folder folder;
  folder.write("manifest.json", std::string(manifest));
  const PictureSet set = find_pictures(folder.path(), {});
  EXPECT_EQ(set.kind, Kind::brackets);
  ASSERT_EQ(set.items.size(), 2u); // a scene without dark frames is passed over
  EXPECT_EQ(set.items[0].name, "scene_2");
  EXPECT_EQ(set.items[0].input, folder / "scene_2/frame_2.png");
  EXPECT_EQ(set.items[0].reference, folder / "scene_2/frame_5.png");
  EXPECT_EQ(set.items[1].input, folder / "scene_1/frame_1.png");

  SetOptions all;
  all.all_dark = true;
  const PictureSet every = find_pictures(folder.path(), all);
  ASSERT_EQ(every.items.size(), 3u);
  EXPECT_EQ(every.items[1].name, "scene_2_frame_2");
}

TEST(Sets, PairsNeedEveryReference) {
  const Folder folder;
  folder.write("input/b.png", small);
  folder.write("input/a.png", small);
  folder.write("expertC/a.png", small);
  EXPECT_THROW(find_pictures(folder.path(), {}), Error);
  folder.write("expertC/b.png", small);
  const PictureSet set = find_pictures(folder.path(), {});
  EXPECT_EQ(set.kind, Kind::pairs);
  ASSERT_EQ(set.items.size(), 2u);
  EXPECT_EQ(set.items[0].name, "a");
  EXPECT_EQ(set.items[0].reference, folder / "expertC/a.png");
}

TEST(Sets, PhotosAreSortedListedKeptAndLimited) {
  const Folder folder;
  for (const char* name : {"c.png", "a.jpg", "b.png"}) folder.write(name, small);
  folder.write("SOURCES.csv", "file,licence\n");
  folder.write("night.json", R"({"pictures": [{"file": "c.png"}, {"file": "a.jpg"}]})");

  const PictureSet all = find_pictures(folder.path(), {});
  EXPECT_EQ(all.kind, Kind::photos);
  ASSERT_EQ(all.items.size(), 3u);
  EXPECT_EQ(all.items[0].name, "a");
  EXPECT_TRUE(all.items[0].reference.empty());

  SetOptions options;
  options.list = folder / "night.json";
  options.keep = true;
  const PictureSet listed = find_pictures(folder.path(), options);
  EXPECT_EQ(listed.kind, Kind::keep);
  ASSERT_EQ(listed.items.size(), 2u);
  EXPECT_EQ(listed.items[0].name, "c");
  EXPECT_EQ(listed.items[0].reference, listed.items[0].input);

  SetOptions limited;
  limited.limit = 2;
  EXPECT_EQ(find_pictures(folder.path(), limited).items.size(), 2u);
}

TEST(Sets, SayWhatIsWrong) {
  const Folder folder;
  EXPECT_THROW(find_pictures(folder / "missing", {}), Error);
  EXPECT_THROW(find_pictures(folder.path(), {}), Error); // nothing in it
  folder.write("manifest.json", "[{\"scene\": 5}]");
  EXPECT_THROW(find_pictures(folder.path(), {}), Error);
  folder.write("manifest.json", "[");
  EXPECT_THROW(find_pictures(folder.path(), {}), Error);
}

} // namespace
} // namespace penumbra::evaluate
