// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures in pieces: levels, plans, the threads that render them and what is kept.

#include "core/agent/agent.hpp"
#include "core/edit/curve/curve.hpp"
#include "core/image/colour.hpp"
#include "tests/ui/fake_agent.hpp"
#include "ui/preview/pixels.hpp"
#include "ui/preview/renderer.hpp"
#include "ui/preview/tile_cache.hpp"

#include <atomic>
#include <condition_variable>
#include <gtest/gtest.h>
#include <limits>

using namespace penumbra;
using namespace penumbra::ui;
using penumbra::test::sample_photo;

namespace {

std::vector<EditStep> brighter(int steps) {
  std::vector<EditStep> out;
  for (int i = 0; i < steps; ++i) {
    Map map(48, 32);
    for (std::size_t k = 0; k < map.values.size(); ++k) map.values[k] = 0.1f + 0.4f * float(k % 48) / 48;
    out.push_back(make_curve_step(std::move(map)));
  }
  return out;
}

std::shared_ptr<const Plan> plan_of(int generation, const std::vector<EditStep>& steps, const Image& photo) {
  return std::make_shared<Plan>(generation, steps, std::make_shared<Image>(recipe_proxy(steps, photo)));
}

Source source_of(Image photo) {
  return {std::make_shared<Pyramid>(std::make_shared<Image>(std::move(photo))), nullptr, Encoding::srgb};
}

TEST(Pyramid, LevelsHaveTheirSizeAndTheMeanOfThePhoto) {
  Image photo(640, 480, 1);
  for (std::size_t i = 0; i < photo.pixels.size(); ++i) photo.pixels[i] = i % 2 ? 0.2f : 0.6f;
  Pyramid pyramid(std::make_shared<Image>(photo));
  EXPECT_EQ(pyramid.level({640, 480})->pixels, photo.pixels) << "the photo itself";
  for (const Size size : {Size{320, 240}, Size{80, 60}, Size{213, 160}, Size{1, 1}}) {
    const auto level = pyramid.level(size);
    ASSERT_EQ(level->width, size.width);
    ASSERT_EQ(level->height, size.height);
    for (const float v : level->pixels) ASSERT_NEAR(v, 0.4f, 0.03f) << size.width;
  }
  EXPECT_EQ(pyramid.level({213, 160}), pyramid.level({213, 160})) << "made once";
  EXPECT_THROW(Pyramid(std::make_shared<Image>()), Error);
}

TEST(Pixels, BytesAreClippedAndRounded) {
  Image image(6, 1, 1);
  image.pixels = {-1.0f,      0.5f,
                  2.0f,       std::numeric_limits<float>::quiet_NaN(),
                  1.0f / 255, std::numeric_limits<float>::infinity()};
  const QImage out = to_qimage(image);
  const int wanted[] = {0, 128, 255, 0, 1, 255};
  for (int x = 0; x < 6; ++x) EXPECT_EQ(qRed(out.pixel(x, 0)), wanted[x]) << x;
  image = Image(1, 1, 3, Encoding::linear);
  image.pixels = {srgb_to_linear(0.5f), 0.0f, 1.0f};
  EXPECT_EQ(to_qimage(image).pixel(0, 0), qRgb(128, 0, 255));
  image = Image(1, 1, 4);
  image.pixels = {1.0f, 0.0f, 0.0f, 0.5f};
  EXPECT_EQ(to_qimage(image).pixelColor(0, 0).alpha(), 128);
}

TEST(Pixels, SelectionBlendsInTheEncodingOfTheHost) {
  Image coverage(1, 1, 1), before(1, 1, 1), after(1, 1, 1);
  coverage.pixels = {0.5f}, before.pixels = {0.2f}, after.pixels = {0.8f};
  EXPECT_FLOAT_EQ(blend_by(coverage, before, after, Encoding::srgb).pixels[0], 0.5f);
  EXPECT_FLOAT_EQ(blend_by(coverage, before, after, Encoding::linear).pixels[0],
                  linear_to_srgb((srgb_to_linear(0.2f) + srgb_to_linear(0.8f)) / 2));
}

TEST(Plan, EveryStateIsTheRenderedPrefix) {
  const Image photo = sample_photo(700, 300, 4);
  const auto steps = brighter(4);
  const auto plan = plan_of(1, steps, photo);
  const Source source = source_of(photo);
  const TileKey key{700, 300, 1, 0};
  const Rect rect = key.rect();
  EXPECT_EQ(rect.width, 700 - tile_side);
  const auto states = plan->render(source, key, 0, 4);
  ASSERT_EQ(states.size(), 5u);
  for (int state = 0; state <= 4; ++state) {
    const Image whole = render({steps.begin(), steps.begin() + state}, photo);
    EXPECT_EQ(states[std::size_t(state)], to_qimage(cut(whole, rect))) << state;
  }
}

TEST(Plan, AlternativesAreEachRenderedOnThePhoto) {
  const Image photo = sample_photo(300, 200);
  const auto steps = brighter(3);
  const Plan plan(1, steps, std::make_shared<Image>(recipe_proxy(steps, photo)), Course::alternatives);
  const Source source = source_of(photo);
  const TileKey key{300, 200, 0, 0};
  const auto states = plan.render(source, key, 0, 3);
  ASSERT_EQ(states.size(), 4u);
  EXPECT_EQ(states[0], to_qimage(photo));
  for (std::size_t state = 1; state <= 3; ++state)
    EXPECT_EQ(states[state], to_qimage(render({steps[state - 1]}, photo))) << state;
  const auto last = plan.render(source, key, 2, 3);
  ASSERT_EQ(last.size(), 2u);
  EXPECT_EQ(last[1], states[3]);
}

TEST(Plan, AbandonedWorkEndsEarly) {
  const Image photo = sample_photo(200, 100);
  const auto plan = plan_of(1, brighter(6), photo);
  int asked = 0;
  const auto states = plan->render(source_of(photo), {200, 100, 0, 0}, 0, 6, [&] { return ++asked > 3; });
  EXPECT_EQ(states.size(), 3u);
}

TEST(TileCache, AnOlderPictureNeverReplacesANewerOne) {
  TileCache cache(1 << 20);
  const TileKey key{100, 100, 0, 0};
  QImage older(10, 10, QImage::Format_RGB32), newer(10, 10, QImage::Format_RGB32);
  older.fill(Qt::black), newer.fill(Qt::white);
  EXPECT_TRUE(cache.put({2, {key, 3, 3}, {newer}, {}}));
  EXPECT_FALSE(cache.put({1, {key, 3, 3}, {older}, {}}));
  ASSERT_NE(cache.find(key, 3), nullptr);
  EXPECT_EQ(*cache.find(key, 3), newer);
  EXPECT_EQ(cache.find(key, 2), nullptr);
  EXPECT_TRUE(cache.fresh(key, 3, 2));
  EXPECT_FALSE(cache.fresh(key, 3, 3));
  EXPECT_TRUE(cache.put({1, {key, 2, 3}, {older, older}, {}})) << "the state before was not there yet";
  EXPECT_EQ(*cache.find(key, 3), newer);
}

TEST(TileCache, KeepsItsLimitAndWhatIsNeeded) {
  QImage image(100, 100, QImage::Format_RGB32);
  image.fill(Qt::gray);
  TileCache cache(4 * image.sizeInBytes());
  for (int column = 0; column < 10; ++column) cache.put({1, {{9000, 100, column, 0}, 0, 0}, {image}, {}});
  cache.find({9000, 100, 3, 0}, 0);
  cache.trim({{9000, 100, 0, 0}});
  EXPECT_LE(cache.bytes(), 4 * image.sizeInBytes());
  EXPECT_NE(cache.find({9000, 100, 0, 0}, 0), nullptr) << "needed";
  EXPECT_NE(cache.find({9000, 100, 3, 0}, 0), nullptr) << "shown a moment ago";
  EXPECT_EQ(cache.find({9000, 100, 1, 0}, 0), nullptr);
}

/// Collects what a renderer delivers.
struct Inbox {
  std::mutex guard;
  std::condition_variable arrived;
  std::vector<TileResult> results;

  void add(TileResult result) {
    const std::lock_guard lock(guard);
    results.push_back(std::move(result));
    arrived.notify_all();
  }
  template <class Condition> bool wait(Condition done) {
    std::unique_lock lock(guard);
    return arrived.wait_for(lock, std::chrono::seconds(60), done);
  }
  bool wait_for(std::size_t count) {
    return wait([&] { return results.size() >= count; });
  }
};

TEST(Renderer, DeliversInTheOrderAskedFor) {
  const Image photo = sample_photo(1600, 400);
  Inbox inbox;
  Renderer renderer(
      source_of(photo), [&](TileResult result) { inbox.add(std::move(result)); }, 1);
  const auto plan = plan_of(7, brighter(2), photo);
  renderer.request(plan, {{{1600, 400, 2, 0}, 1, 1}, {{1600, 400, 0, 0}, 0, 2}});
  ASSERT_TRUE(inbox.wait_for(2));
  EXPECT_EQ(inbox.results[0].job.key.column, 2);
  EXPECT_EQ(inbox.results[0].images.size(), 1u);
  EXPECT_EQ(inbox.results[1].images.size(), 3u);
  EXPECT_EQ(inbox.results[1].generation, 7);
}

TEST(Renderer, WhatWaitsIsReplaced) {
  const Image photo = sample_photo(6000, 400);
  Inbox inbox;
  std::atomic<bool> go{false};
  Renderer renderer(
      source_of(photo),
      [&](TileResult result) {
        while (!go) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        inbox.add(std::move(result));
      },
      1);
  const auto old_plan = plan_of(1, brighter(1), photo), new_plan = plan_of(2, brighter(2), photo);
  std::vector<TileJob> many;
  for (int column = 0; column < 11; ++column) many.push_back({{6000, 400, column, 0}, 1, 1});
  renderer.request(old_plan, many);
  renderer.request(new_plan, {{{6000, 400, 5, 0}, 2, 2}});
  go = true;
  ASSERT_TRUE(inbox.wait([&] { return !inbox.results.empty() && inbox.results.back().generation == 2; }));
  EXPECT_LE(inbox.results.size(), 2u) << "at most the one under way was of the old plan";
}

TEST(Renderer, AProblemIsDeliveredToo) {
  Inbox inbox;
  Renderer renderer(
      source_of(sample_photo(100, 100)), [&](TileResult result) { inbox.add(std::move(result)); }, 1);
  EditStep broken;
  broken.operation = "no-such-operation";
  const auto plan =
      std::make_shared<Plan>(1, std::vector<EditStep>{broken}, std::make_shared<Image>(sample_photo(10, 10)));
  renderer.request(plan, {{{100, 100, 0, 0}, 1, 1}});
  ASSERT_TRUE(inbox.wait_for(1));
  EXPECT_TRUE(inbox.results[0].images.empty());
  EXPECT_NE(inbox.results[0].error.find("no-such-operation"), std::string::npos) << inbox.results[0].error;
}

TEST(WithStrength, ChangesOnlyStepsThatHaveOne) {
  auto steps = brighter(2);
  steps.push_back({"other", 1, {{"amount", 3}}, {}});
  const auto weaker = with_strength(steps, 0.25);
  EXPECT_EQ(weaker[0].parameters["strength"], 0.25);
  EXPECT_EQ(weaker[1].parameters["strength"], 0.25);
  EXPECT_EQ(weaker[2], steps[2]);
  EXPECT_EQ(weaker[0].maps, steps[0].maps) << "nothing is decided anew";
}

} // namespace
