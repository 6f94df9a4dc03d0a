// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/application.hpp"
#include "tests/ui/fake_agent.hpp"
#include "tests/ui/low_light_session.hpp"
#include "ui/preview/pixels.hpp"

#include <QSignalSpy>

using namespace penumbra;
using namespace penumbra::ui;
using penumbra::test::fake_input;
using penumbra::test::FakeWorld;
using penumbra::test::LowLightSession;
using penumbra::test::sample_photo;

namespace {

using State = Session::State;

class SessionTest : public test::UiTest {
 protected:
  bool wait_ready(Session& session) {
    return wait([&] { return session.state() == State::ready; });
  }
  /// Shows the whole photo at full size and waits until state `step` of every tile is there.
  bool wait_tiles(Session& session, int step) {
    const Size full = session.photo_size();
    const QRect all(0, 0, full.width, full.height);
    session.show(full, all, full);
    return wait([&] {
      for (const TileKey& key : tiles_of(full, all))
        if (!session.tile(key, step)) return false;
      return true;
    });
  }
  /// The whole photo at full size, put together from the tiles on the screen.
  QImage picture(Session& session, int step) {
    const Size full = session.photo_size();
    QImage out(full.width, full.height, QImage::Format_RGB32);
    for (const TileKey& key : tiles_of(full, QRect(0, 0, full.width, full.height))) {
      const Rect rect = key.rect();
      const QImage* tile = session.tile(key, step);
      if (!tile) return {};
      for (int y = 0; y < rect.height; ++y)
        std::copy_n(reinterpret_cast<const QRgb*>(tile->constScanLine(y)), rect.width,
                    reinterpret_cast<QRgb*>(out.scanLine(rect.y + y)) + rect.x);
    }
    return out;
  }
  FakeWorld world;
};

TEST_F(SessionTest, DecidesAndPreselectsTheBestStep) {
  LowLightSession session(fake_input(world, sample_photo(200, 150)));
  EXPECT_EQ(session.state(), State::waiting);
  session.start();
  EXPECT_EQ(session.state(), State::deciding);
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(session.last_step(), 6);
  EXPECT_EQ(session.best_step(), 4);
  EXPECT_EQ(session.step(), 4);
  EXPECT_EQ(session.values().get<int>("step"), -1) << "the agent's choice stays automatic";
  EXPECT_EQ(session.scores().size(), 7u);
}

TEST_F(SessionTest, AGivenStepIsKeptForTheFirstEpisode) {
  host::Values values(host::low_light_table());
  values.set("step", 2);
  LowLightSession session(fake_input(world, sample_photo(200, 150)), values);
  session.start();
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(session.step(), 2);
  EXPECT_EQ(session.values().get<int>("step"), 2);
}

TEST_F(SessionTest, ShowsTheOriginalBeforeTheAgentIsAsked) {
  const Image photo = sample_photo(300, 200);
  LowLightSession session(fake_input(world, photo));
  ASSERT_TRUE(wait_tiles(session, 0));
  EXPECT_EQ(world.made, 0);
  EXPECT_EQ(picture(session, 0), to_qimage(photo));
}

TEST_F(SessionTest, PreviewIsWhatCommitGives) {
  // Larger than a tile, so that seams would show.
  const Image photo = sample_photo(1100, 700);
  host::Values values(host::low_light_table());
  values.set("strength", 0.7);
  LowLightSession session(fake_input(world, photo), values);
  session.start();
  ASSERT_TRUE(wait_ready(session));
  for (const int step : {0, 3, 6}) {
    session.set_step(step);
    ASSERT_TRUE(wait_tiles(session, step));
    const Recipe recipe = test::committed(session);
    ASSERT_EQ(int(recipe.steps.size()), step);
    const Image committed = render(recipe.steps, photo);
    EXPECT_EQ(picture(session, step), to_qimage(committed)) << "step " << step;
  }
}

TEST_F(SessionTest, LinearPhotosAreShownAsTheyAreCommitted) {
  const Image photo = sample_photo(600, 300, 3, Encoding::linear);
  LowLightSession session(fake_input(world, photo));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  ASSERT_TRUE(wait_tiles(session, session.step()));
  const QImage committed = to_qimage(render(test::committed(session).steps, photo));
  const QImage shown = picture(session, session.step());
  // The preview does not go to linear light and back: a rounding of one level is allowed.
  for (int y = 0; y < shown.height(); ++y)
    for (int x = 0; x < shown.width(); ++x)
      ASSERT_LE(std::abs(qGreen(shown.pixel(x, y)) - qGreen(committed.pixel(x, y))), 1) << x << ' ' << y;
}

TEST_F(SessionTest, SoftSelectionBlendsThePreview) {
  const Image photo = sample_photo(300, 200);
  auto input = fake_input(world, photo);
  input.selection = Map(300, 200);
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 300; ++x)
      input.selection.values[std::size_t(y) * 300 + x] = x < 100 ? 0.0f : x < 200 ? 0.5f : 1.0f;
  LowLightSession session(input);
  session.start();
  ASSERT_TRUE(wait_ready(session));
  ASSERT_TRUE(wait_tiles(session, session.step()));
  const QImage shown = picture(session, session.step());
  const Image edited = render(test::committed(session).steps, photo);
  const QImage before = to_qimage(photo), after = to_qimage(edited);
  EXPECT_EQ(shown.pixel(50, 100), before.pixel(50, 100));
  EXPECT_EQ(shown.pixel(250, 100), after.pixel(250, 100));
  const float half = (photo.at(150, 100, 1) + edited.at(150, 100, 1)) / 2;
  EXPECT_NEAR(qGreen(shown.pixel(150, 100)), half * 255, 1);
}

TEST_F(SessionTest, ASelectionOfAnotherSizeIsRefused) {
  auto input = fake_input(world, sample_photo(300, 200));
  input.selection = Map(299, 200);
  EXPECT_THROW(LowLightSession{input}, Error);
}

TEST_F(SessionTest, StrengthRendersAnewWithoutDecidingAnew) {
  const Image photo = sample_photo(600, 400);
  LowLightSession session(fake_input(world, photo));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  ASSERT_TRUE(wait_tiles(session, 6));
  const int runs = world.runs;
  session.set_step(6);
  for (int percent = 100; percent >= 30; percent -= 5) session.set("strength", percent / 100.0);
  const QImage wanted = to_qimage(render(test::committed(session).steps, photo));
  EXPECT_TRUE(wait([&] { return picture(session, 6) == wanted; }));
  EXPECT_EQ(world.runs, runs);
  EXPECT_EQ(session.state(), State::ready);
  EXPECT_EQ(test::committed(session).steps[0].parameters["strength"],
            session.values().get<double>("strength"));
}

TEST_F(SessionTest, ClarityIsNotAskedForAndItsAmountRendersAnew) {
  const Image photo = sample_photo(600, 400);
  LowLightSession session(fake_input(world, photo));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(session.last_step(), 6);
  const int runs = world.runs;
  session.set("clarity", 0.5);
  EXPECT_EQ(session.state(), Session::State::ready);
  EXPECT_EQ(session.last_step(), 7);
  EXPECT_EQ(session.step(), 5) << "after the suggested one";
  ASSERT_TRUE(wait_tiles(session, 7));
  session.set_step(7);
  session.set("clarity", 0.75);
  const Recipe recipe = test::committed(session);
  EXPECT_EQ(recipe.steps[4].parameters["amount"], 0.75);
  EXPECT_EQ(recipe.origin["clarity"], 0.75);
  const QImage wanted = to_qimage(render(recipe.steps, photo));
  EXPECT_TRUE(wait([&] { return picture(session, 7) == wanted; }));
  EXPECT_EQ(world.runs, runs);
  session.set("clarity", 0);
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(session.last_step(), 6);
}

TEST_F(SessionTest, StrengthZeroIsTheOriginal) {
  const Image photo = sample_photo(300, 200);
  LowLightSession session(fake_input(world, photo));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  session.set("strength", 0);
  EXPECT_TRUE(wait([&] { return wait_tiles(session, 4) && picture(session, 4) == to_qimage(photo); }));
}

TEST_F(SessionTest, StepsAndMethodDecideAnewAndKnownAnswersAreKept) {
  LowLightSession session(fake_input(world, sample_photo(200, 150)));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  session.set("steps", 3);
  EXPECT_EQ(session.state(), State::deciding);
  EXPECT_EQ(session.last_step(), 6) << "the episode before stays on the screen";
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(session.last_step(), 3);
  EXPECT_EQ(session.step(), 3);
  session.set("method", "other");
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(world.runs, 3);
  EXPECT_EQ(world.made, 2);
  session.set("method", "all-e");
  EXPECT_EQ(session.state(), State::ready) << "asked before: nothing to wait for";
  EXPECT_EQ(world.runs, 3);
}

TEST_F(SessionTest, CancelDuringWorkReturnsToTheEpisodeShown) {
  LowLightSession session(fake_input(world, sample_photo(200, 150)));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  world.hold = true;
  session.set("steps", 9);
  ASSERT_TRUE(wait([&] { return world.runs == 2; }));
  session.cancel();
  EXPECT_EQ(session.state(), State::ready);
  EXPECT_EQ(session.values().get<int>("steps"), 6);
  EXPECT_EQ(session.last_step(), 6);
  EXPECT_TRUE(wait([&] { return world.cancelled == 1; })) << "the agent has heard of it";
  run_events();
  EXPECT_EQ(session.state(), State::ready);
}

TEST_F(SessionTest, CancelBeforeTheFirstEpisodeAndTryAgain) {
  world.hold = true;
  LowLightSession session(fake_input(world, sample_photo(200, 150)));
  session.start();
  ASSERT_TRUE(wait([&] { return world.runs == 1; }));
  session.cancel();
  EXPECT_EQ(session.state(), State::cancelled);
  EXPECT_THROW(session.choice(), Error);
  world.hold = false;
  session.retry();
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(session.last_step(), 6);
}

TEST_F(SessionTest, TheNewestQuestionWins) {
  LowLightSession session(fake_input(world, sample_photo(200, 150)));
  QSignalSpy episodes(&session, &Session::episode_changed);
  session.start();
  for (const int steps : {2, 9, 5, 12, 7}) session.set("steps", steps);
  ASSERT_TRUE(wait_ready(session));
  run_events();
  EXPECT_EQ(session.last_step(), 7);
  EXPECT_EQ(episodes.count(), 1) << "answers to earlier questions are dropped";
}

TEST_F(SessionTest, DestroyedDuringWork) {
  world.hold = true;
  {
    LowLightSession session(fake_input(world, sample_photo(900, 700)));
    session.start();
    session.show({900, 700}, {0, 0, 900, 700}, {900, 700});
    ASSERT_TRUE(wait([&] { return world.runs == 1; }));
  }
  EXPECT_EQ(world.cancelled, 1);
}

TEST_F(SessionTest, FailuresAreSaidAndCanBeTriedAgain) {
  world.failure = "The weights are damaged.";
  LowLightSession session(fake_input(world, sample_photo(200, 150)));
  session.start();
  ASSERT_TRUE(wait([&] { return session.state() == State::failed; }));
  EXPECT_EQ(session.error(), "The weights are damaged.");
  EXPECT_THROW(session.choice(), Error);
  world.failure.clear();
  session.retry();
  ASSERT_TRUE(wait_ready(session));
  EXPECT_TRUE(session.error().isEmpty());
}

TEST_F(SessionTest, AFailingFactoryIsAFailureToo) {
  auto input = fake_input(world, sample_photo(200, 150));
  input.make_agent = [](const std::string&) -> std::unique_ptr<Agent> { throw std::bad_alloc(); };
  LowLightSession session(input);
  session.start();
  ASSERT_TRUE(wait([&] { return session.state() == State::failed; }));
  EXPECT_TRUE(session.error().contains("memory"));
}

TEST_F(SessionTest, QuickScrubbingShowsEveryStepFromTheCache) {
  LowLightSession session(fake_input(world, sample_photo(700, 500)));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  for (int step = 0; step <= 6; ++step) ASSERT_TRUE(wait_tiles(session, step));
  const Size full = session.photo_size();
  QSignalSpy tiles(&session, &Session::tile_changed);
  for (int round = 0; round < 50; ++round) {
    session.set_step(round % 7);
    for (const TileKey& key : tiles_of(full, QRect(0, 0, full.width, full.height)))
      ASSERT_NE(session.tile(key, session.step()), nullptr);
  }
  run_events();
  EXPECT_EQ(tiles.count(), 0) << "nothing is rendered for moving the slider";
  EXPECT_EQ(session.step(), 49 % 7);
}

TEST_F(SessionTest, AllValuesAtOnce) {
  LowLightSession session(fake_input(world, sample_photo(200, 150)));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  host::Values values(host::low_light_table());
  values.set("steps", 8);
  values.set("step", 5);
  values.set("strength", 0.5);
  values.set("output", "new-layer");
  session.set_values(values);
  ASSERT_TRUE(wait_ready(session));
  EXPECT_EQ(session.values(), values);
  values.set("step", 2);
  values.set("strength", 1.2);
  const int runs = world.runs;
  session.set_values(values);
  EXPECT_EQ(session.state(), State::ready);
  EXPECT_EQ(session.values(), values);
  EXPECT_EQ(world.runs, runs);
}

TEST_F(SessionTest, ThumbnailsOfEveryStep) {
  LowLightSession session(fake_input(world, sample_photo(600, 400)));
  session.start();
  ASSERT_TRUE(wait_ready(session));
  ASSERT_TRUE(wait([&] { return !session.thumbnail(6).isNull(); }));
  for (int step = 0; step <= 6; ++step)
    EXPECT_EQ(session.thumbnail(step).size(), QSize(Session::thumbnail_side, 171));
  EXPECT_GT(qGreen(session.thumbnail(6).pixel(128, 85)), qGreen(session.thumbnail(0).pixel(128, 85)));
}

} // namespace
