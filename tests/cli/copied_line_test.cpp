// SPDX-License-Identifier: GPL-3.0-or-later
// "Copy as Command Line": the line that a window gives is run by a shell, and makes the window's pixels.

#include "core/io/image_file.hpp"
#include "core/tool/local_exposure.hpp"
#include "core/tool/low_light.hpp"
#include "core/tool/match_look.hpp"
#include "tests/cli/program.hpp"
#include "tests/ui/application.hpp"
#include "ui/tool/local_exposure/panel.hpp"
#include "ui/tool/match_look/panel.hpp"
#include "ui/widget/parameter_panel.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace penumbra::cli {
namespace {

/// A scene with sky, ground of several colours and texture, exposed by a factor on linear light, the sky by one of its own.
Image scene(float exposure, float of_sky) {
  Image image(150, 110, 3, Encoding::linear);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const float u = float(x) / 150, v = float(y) / 110;
        const float sky = 0.6f + 0.12f * float(c) - 0.3f * v;
        const float ground = 0.05f + 0.1f * float((x / 20 + c * (y / 30)) % 4) +
                             0.03f * (1 + std::sin(60 * u) * std::cos(50 * v));
        image.at(x, y, c) = v < 0.4f ? of_sky * sky : exposure * ground;
      }
  return convert(image, Encoding::srgb);
}
Image scene(float exposure) {
  return scene(exposure, exposure);
}

/// Runs with the models that are shipped.
class CopiedLine : public test::UiTest {
 protected:
  void SetUp() override {
    const std::string programs = std::filesystem::path(PENUMBRA_PROGRAM).parent_path().string();
    setenv("PATH", (programs + ":" + std::getenv("PATH")).c_str(), 1);
    input.path = path("a photo.png");
    take(scene(0.08f));
    input.read = [this](const host::Values& values) {
      return read_photo(values.get<std::string>("reference"), notes).image;
    };
  }
  void take(const Image& picture) {
    write_file(path("a photo.png"), encode(picture, Format::png, 8, 95));
    photo = read_photo(path("a photo.png"), notes);
    input.photo = std::make_shared<Image>(photo.image);
  }
  std::string path(const std::string& name) const { return folder / name; }

  bool ready(ui::ToolSession& session) {
    for (int minute = 0; minute < 5; ++minute) // networks on a busy machine
      if (wait([&] { return session.can_commit() || session.state() == ui::Session::State::failed; })) break;
    return session.can_commit();
  }
  /// Runs the line of the panel, which writes `out`, and compares that with what OK would write.
  void expect_the_same(ui::ToolSession& session, ui::ToolPanel& panel, const std::string& out) {
    const std::string line = panel.command_line().toStdString();
    SCOPED_TRACE(line);
    std::filesystem::remove(path(out));
    const Outcome outcome = run({"-c", line}, {.program = "/bin/sh"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Recipe recipe = host::recipe_for(session.tool(), session.choice());
    write_photo(path("window.png"), render(recipe.steps, photo.image), photo, 95, notes);
    EXPECT_EQ(stored(path(out)).image.pixels, stored(path("window.png")).image.pixels);
  }

  test::TemporaryFolder folder;
  Notes notes;
  Photo photo;
  ui::DialogInput input;
};

TEST_F(CopiedLine, OfLowLightMakesTheWindowsPixels) {
  ui::ToolSession session(host::low_light_tool(), input, host::Values(host::low_light_table()));
  ui::ParameterPanel panel(session, input);
  session.start();
  ASSERT_TRUE(ready(session));
  expect_the_same(session, panel, "a photo-enhanced.png");
  session.set("strength", 0.55);
  session.set("clarity", 0.3);
  session.set("denoise", 0.7);
  ASSERT_TRUE(ready(session));
  expect_the_same(session, panel, "a photo-enhanced.png");
  session.set_step(2);
  session.set("strength", 1.234567890123);
  expect_the_same(session, panel, "a photo-enhanced.png");
}

TEST_F(CopiedLine, OfLocalExposureMakesTheWindowsPixels) {
  take(scene(0.08f, 0.9f)); // a sky so bright that it is a segment of its own
  ui::LocalExposureSession session(host::local_exposure_tool(), input,
                                   host::Values(host::local_exposure_table()));
  ui::LocalExposurePanel panel(session, input);
  session.start();
  ASSERT_TRUE(ready(session));
  expect_the_same(session, panel, "a photo-balanced.png");
  session.set("strength", 0.6);
  session.set_ev(0, 0.75);
  session.set_on(1, false);
  expect_the_same(session, panel, "a photo-balanced.png");
  session.set_step(1);
  session.set("form", "fast");
  expect_the_same(session, panel, "a photo-balanced.png");
}

TEST_F(CopiedLine, OfMatchMakesTheWindowsPixels) {
  const Image look = product_pipeline().apply(scene(0.3f), {0.4, 0.3, 0, 0.2, 0.1}, {150, 110});
  write_file(path("look.png"), encode(look, Format::png, 8, 95));
  host::Values values(host::match_look_table());
  values.set("reference", path("look.png"));
  ui::MatchLookSession session(host::match_look_tool(), input, values);
  ui::MatchLookPanel panel(session, input);
  session.start();
  ASSERT_TRUE(ready(session));
  expect_the_same(session, panel, "a photo-matched.png");
  session.set("polish", true);
  session.set("strength", 0.8);
  ASSERT_TRUE(ready(session));
  expect_the_same(session, panel, "a photo-matched.png");
  session.set_step(3);
  expect_the_same(session, panel, "a photo-matched.png");
  session.set_slider(4, -0.125);
  session.set_slider(8, 0.333);
  expect_the_same(session, panel, "a photo-matched.png");
}

} // namespace
} // namespace penumbra::cli
