// SPDX-License-Identifier: GPL-3.0-or-later
// The tool as a person uses it: real GIMP on a screen, its menu, the dialog, keyboard and mouse.

#include "core/edit/curve/curve.hpp"
#include "core/edit/finish/finish.hpp"
#include "core/io/bytes.hpp"
#include "core/io/codec.hpp"
#include "tests/host/gimp_fixture.hpp"
#include "tests/host/screen.hpp"

#include <cmath>
#include <filesystem>

namespace penumbra::test {
namespace {

/// A tool in GIMP's Colors menu: the keys that choose it there, and the title of its window.
struct Tool {
  std::vector<std::string> keys;
  std::string title;
};
const Tool low_light{{"w"}, "^Auto Enhance Low Light — "};
const Tool local_exposure{{"Up", "Up", "Return"}, "^Balance Local Exposure — "}; // the last but one
const Tool match_look{{"Up", "Return"}, "^Match Look to Reference — "};          // the last of the menu

constexpr int lower_part = 210; ///< of the dialog: slider, filmstrip and buttons

class GimpWindow : public GimpTest {
 protected:
  bool starts_gimp() const override { return false; }
  void SetUp() override {
    if (const std::string reason = why_no_screen(); !reason.empty()) GTEST_SKIP() << reason;
    GimpTest::SetUp();
  }
  void TearDown() override {
    if (HasFailure() && screen_) shoot("failure");
    stop(); // before the screen that GIMP is shown on
  }

  /// GIMP on a screen of its own with `photo` open.
  void open(const Image& photo, SessionOptions options = {}, int width = 1400, int height = 900) {
    const std::string folder = std::string(PENUMBRA_TEST_SCREENS "/") + test_name();
    std::filesystem::remove_all(folder);
    std::filesystem::remove(picture_file("failure"));
    screen_ = std::make_unique<Screen>(folder, width, height);
    options.screen = screen_->name();
    options.environment.insert({{"XDG_CONFIG_HOME", folder + "/config"},
                                {"LC_ALL", "C.UTF-8"},
                                {"QT_QPA_PLATFORM", "xcb"},
                                {"QT_SCALE_FACTOR", "1"}});
    launch(options);
    file_ = gimp().file("night.png");
    cli::write_file(file_, cli::encode(photo, cli::Format::png, 8, 100));
    const std::string name = test::quoted(file_);
    photo_.image = gimp().eval_int("(car (gimp-file-load RUN-NONINTERACTIVE " + name + " " + name + "))");
    photo_.layer = gimp().eval_int("(car (gimp-image-get-active-layer " + image() + "))");
    gimp().eval("(gimp-display-new " + image() + ")");
    gimp().eval("(gimp-image-clean-all " + image() + ")");
    before_ = bytes_of(gimp(), photo_.layer);
    window_ = screen_->wait_for("^night\\.png.*GIMP$");
    screen_->activate(window_);
  }
  std::string image() const { return std::to_string(photo_.image); }
  bool dirty() { return gimp().eval_int("(car (gimp-image-is-dirty " + image() + "))") != 0; }
  std::string pixels() { return bytes_of(gimp(), photo_.layer); }

  /// Chooses the tool in GIMP's menu by keyboard, and waits until its window has the keyboard.
  void choose_tool(const Tool& tool = low_light) {
    tool_ = tool;
    screen_->activate(window_);
    const int windows = screen_->count("gimp");
    screen_->key("alt+c");
    ASSERT_TRUE(wait_until([&] { return screen_->count("gimp") > windows; })) << "the Colors menu";
    for (const std::string& key : tool.keys) screen_->key(key);
    await_dialog();
  }
  void await_dialog() {
    dialog_ = screen_->wait_for(tool_.title);
    screen_->activate(dialog_);
    place_ = screen_->place(dialog_);
  }
  /// Waits until the window has gone and the plug-in has ended.
  void await_end() {
    ASSERT_TRUE(wait_until([&] { return screen_->find(tool_.title).empty(); })) << "the window stays open";
    ASSERT_TRUE(wait_until([&] { return !gimp().plug_in_runs("penumbra"); })) << "the plug-in goes on";
  }
  /// Presses Enter until the dialog takes it: OK waits for the agent.
  void accept() {
    const bool gone = wait_until([&] {
      if (screen_->find(tool_.title).empty()) return true;
      screen_->key("Return");
      return false;
    });
    ASSERT_TRUE(gone) << "Enter is not OK";
    await_end();
  }
  /// One step back in GIMP, and the image is what it was.
  void undo() {
    screen_->activate(window_);
    screen_->key("ctrl+z");
    EXPECT_TRUE(wait_until([&] { return pixels() == before_; })) << "one undo step does not suffice";
    EXPECT_TRUE(wait_until([&] { return !dirty(); })) << "there were more undo steps than one";
  }
  static std::string picture_file(const std::string& name) {
    return std::string(PENUMBRA_TEST_SCREENSHOTS "/") + test_name() + "-" + name + ".png";
  }
  void shoot(const std::string& name) { screen_->save(picture_file(name)); }

  std::unique_ptr<Screen> screen_;
  Tool tool_ = low_light;
  Photo photo_;
  std::string file_, before_, window_, dialog_;
  Area place_;
};

/// With the fake agent, whose steps make the whole picture of one colour brighter by known curves: the
/// colours on the screen tell which step is shown.
class GimpWindowKnown : public GimpWindow {
 protected:
  static constexpr std::array<float, 3> dark{40 / 255.0f, 30 / 255.0f, 60 / 255.0f};

  void open_known(int width = 1400, int height = 900) {
    Image photo(480, 320, 3);
    for (std::size_t i = 0; i < photo.pixels.size(); ++i) photo.pixels[i] = dark[i % 3];
    open(photo, {}, width, height);
  }
  static Colour colour_of(int step) {
    Colour colour;
    for (std::size_t c = 0; c < 3; ++c) {
      float value = dark[c];
      for (int i = 0; i < step; ++i) value = curve(value, 0.25f);
      colour[c] = int(std::lround(value * 255));
    }
    return colour;
  }
  Area lower() const { return {place_.x, place_.bottom() - lower_part, place_.width, lower_part}; }
  /// The same with the fake tuner, whose step t of 10 is t / 10 EV.
  static Colour tuned_colour(int step) {
    Image photo(1, 1, 3);
    photo.pixels.assign(dark.begin(), dark.end());
    const Image result = render({make_finish_step({step / 10.0})}, photo);
    Colour colour;
    for (std::size_t c = 0; c < 3; ++c) colour[c] = int(std::lround(result.pixels[c] * 255));
    return colour;
  }
  /// The picture of a colour in the filmstrip, waited for.
  Area thumbnail(const Colour& colour) {
    Area area;
    EXPECT_TRUE(wait_until([&] {
      area = spot(screen_->picture(), lower(), colour);
      return area.width > 20;
    })) << "no such thumbnail";
    return area;
  }
  Area thumbnail(int step) { return thumbnail(colour_of(step)); }
  /// Whether the preview comes to show a colour.
  bool shows(const Colour& colour) {
    return wait_until([&] {
      const Area view{place_.x, place_.y, place_.width, place_.height - lower_part};
      return spot(screen_->picture(), view, colour).width > view.width / 3;
    });
  }
  bool shows(int step) { return shows(colour_of(step)); }
  bool layer_is(int step) {
    const Colour colour = colour_of(step);
    const std::string now = pixels();
    for (std::size_t i = 0; i < now.size(); ++i)
      if (std::abs(int(std::uint8_t(now[i])) - colour[i % 3]) > 1) return false;
    return now.size() == before_.size();
  }
};

TEST_F(GimpWindowKnown, StepsByKeyboardAndMouseThenOkUndoRepeatAndCancel) {
  open_known();
  choose_tool();
  ASSERT_TRUE(shows(4)) << "the agent's choice";
  const Area original = thumbnail(0), second = thumbnail(2), last = thumbnail(6);
  EXPECT_LT(original.x, second.x);
  EXPECT_LT(second.x, last.x);
  shoot("1-best");

  for (const auto& [key, step] : {std::pair{"Right", 5}, {"Home", 0}, {"End", 6}, {"Left", 5}, {"b", 4}}) {
    screen_->key(key);
    ASSERT_TRUE(shows(step)) << key;
  }
  screen_->click(second.middle_x(), second.middle_y());
  ASSERT_TRUE(shows(2)) << "a click on a thumbnail";
  screen_->turn_wheel(second.middle_x(), second.middle_y(), 1);
  ASSERT_TRUE(shows(3)) << "the wheel over the filmstrip";
  const int slider = original.y - 20;
  const auto stop = [&](int step) { // the slider's stops stand over the middles of the pictures
    return original.middle_x() + step * (last.middle_x() - original.middle_x()) / 6;
  };
  screen_->drag(stop(3), slider, stop(1), slider);
  ASSERT_TRUE(shows(1)) << "the slider, dragged";
  shoot("2-step-1");
  EXPECT_TRUE(pixels() == before_) << "nothing is written before OK";
  EXPECT_FALSE(dirty());

  screen_->key("Return");
  await_end();
  EXPECT_TRUE(layer_is(1));
  EXPECT_TRUE(dirty());
  screen_->activate(window_);
  shoot("3-committed");
  undo();

  screen_->key("ctrl+f"); // Repeat
  ASSERT_TRUE(wait_until([&] { return layer_is(1); })) << "Repeat takes the last values";
  ASSERT_TRUE(wait_until([&] { return !gimp().plug_in_runs("penumbra"); }));
  undo();

  screen_->key("ctrl+shift+f"); // Re-show
  await_dialog();
  ASSERT_TRUE(shows(1)) << "Re-show starts from the last values";
  screen_->key("Right");
  ASSERT_TRUE(shows(2));
  screen_->key("Escape");
  await_end();
  EXPECT_TRUE(pixels() == before_);
  EXPECT_FALSE(dirty());
}

TEST_F(GimpWindowKnown, TheWindowFitsASmallScreen) {
  open_known(1024, 768);
  choose_tool();
  ASSERT_TRUE(shows(4));
  shoot("1-best");
  const Area now = screen_->place(dialog_);
  EXPECT_GT(now.y, 10) << "the title bar is on the screen";
  EXPECT_GE(now.x, 0);
  EXPECT_LE(now.right(), 1024);
  EXPECT_LE(now.bottom(), 768);
  screen_->key("Escape");
  await_end();
}

// The fake agent exposes the left half by +1.5 EV and the right half by -0.75 EV.
TEST_F(GimpWindowKnown, LocalExposureIsChosenSeenAndTakenBack) {
  open_known();
  choose_tool(local_exposure);
  thumbnail(0);
  screen_->key("End");
  shoot("1-exposures");
  accept();
  const std::string now = pixels();
  EXPECT_TRUE(now != before_);
  undo();
  gimp().eval("(plug-in-penumbra-balance-local-exposure 1 " + image() + " " + std::to_string(photo_.layer) +
              " \"deep-exposure-ii\" 1.0 0 0)");
  EXPECT_TRUE(pixels() == now) << "the agent's own choice, as without a window";
}

// The fake tuner's nearest step is one of known sliders, whatever the reference.
TEST_F(GimpWindowKnown, MatchLookTakesAnOpenImageAsItsReferenceAndGoesOnByHand) {
  open_known();
  const Photo reference = make_photo(gimp(), test_picture(240, 160, 3), Precision::u8);
  const std::string other = std::to_string(reference.image);
  const int second = gimp().eval_int("(car (gimp-layer-copy " + std::to_string(reference.layer) + " FALSE))");
  gimp().eval("(gimp-image-insert-layer " + other + " " + std::to_string(second) + " 0 0)");
  const std::string procedure = "plug-in-penumbra-match-look";
  const auto without_window = [&](int step) {
    gimp().eval("(" + procedure + " 1 " + image() + " " + std::to_string(photo_.layer) + " \"\" " +
                std::to_string(reference.layer) + " 0 10 " + std::to_string(step) + " 1.0 0 0)");
    const std::string result = pixels();
    undo();
    return result;
  };
  const std::string nearest = without_window(-1), fourth = without_window(4);

  choose_tool(match_look);
  ASSERT_TRUE(shows(tuned_colour(0))) << "the photo";
  shoot("1-no-reference");
  screen_->key("Return"); // there is nothing to apply yet
  const int windows = screen_->count("penumbra");
  screen_->key("alt+c"); // Choose…: a file, the clipboard, the other image, and its two layers
  ASSERT_TRUE(wait_until([&] { return screen_->count("penumbra") > windows; })) << "the menu";
  shoot("2-menu");
  for (const char* key : {"Up", "Up", "Up", "Return"}) screen_->key(key);
  ASSERT_TRUE(shows(tuned_colour(10))) << "the nearest step";
  const Area first = thumbnail(tuned_colour(1)), ninth = thumbnail(tuned_colour(9));
  EXPECT_LT(first.x, ninth.x);
  shoot("3-matched");
  accept();
  EXPECT_TRUE(pixels() == nearest) << "as without a window";
  undo();
  EXPECT_EQ(gimp().eval_int("(car (gimp-image-get-layers " + other + "))"), 2)
      << "the other image is untouched";

  screen_->key("ctrl+f"); // Repeat
  ASSERT_TRUE(wait_until([&] { return pixels() == nearest; })) << "the last reference";
  ASSERT_TRUE(wait_until([&] { return !gimp().plug_in_runs("penumbra"); }));
  undo();

  screen_->key("ctrl+shift+f"); // Re-show
  await_dialog();
  ASSERT_TRUE(shows(tuned_colour(10))) << "it starts from the last reference";
  for (const char* key : {"Home", "Right", "Right", "Right", "Right"}) screen_->key(key);
  ASSERT_TRUE(shows(tuned_colour(4)));
  accept();
  EXPECT_TRUE(pixels() == fourth) << "step 4";
  undo();

  screen_->key("ctrl+shift+f");
  await_dialog();
  ASSERT_TRUE(shows(tuned_colour(4))) << "and from the last step";
  screen_->key("alt+e"); // the exposure, 0.4 EV, by 4 x 0.05 EV more
  for (int i = 0; i < 4; ++i) screen_->key("Right");
  ASSERT_TRUE(shows(tuned_colour(6))) << "by hand";
  shoot("4-by-hand");
  accept();
  const std::string by_hand = pixels();
  EXPECT_TRUE(by_hand != fourth);
  undo();
  screen_->key("ctrl+f");
  ASSERT_TRUE(wait_until([&] { return pixels() == by_hand; })) << "Repeat sets the same sliders";
  ASSERT_TRUE(wait_until([&] { return !gimp().plug_in_runs("penumbra"); }));
  undo();
  EXPECT_TRUE(pixels() == before_);
}

/// A room at night: what the shipped agent brightens.
Image night_scene() {
  Image photo(360, 240, 3);
  for (int y = 0; y < photo.height; ++y)
    for (int x = 0; x < photo.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const float u = float(x) / float(photo.width), v = float(y) / float(photo.height);
        const bool lamp = std::hypot(u - 0.7f, v - 0.3f) < 0.08f;
        const float wall = 0.03f + 0.1f * u * (1 - v) + 0.02f * float((x / 30 + y / 24) % 2);
        photo.at(x, y, c) = lamp ? 0.9f - 0.15f * float(c) : wall * (1.1f - 0.12f * float(c));
      }
  return photo;
}

float difference(const Image& a, const std::string& bytes) {
  if (a.pixels.size() != bytes.size()) return 1;
  float max = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    max = std::max(max, std::fabs(a.pixels[i] - float(std::uint8_t(bytes[i])) / 255.0f));
  return max;
}

TEST_F(GimpWindow, TheShippedAgentGivesWhatTheCommandLineGives) {
  if (!std::filesystem::exists(PENUMBRA_TEST_STAGED_PLUG_INS "/penumbra/lib/libpenumbra-agents.so") ||
      !std::filesystem::exists(PENUMBRA_TEST_STAGED_PLUG_INS "/penumbra/models/manifest.json"))
    GTEST_SKIP() << "the build has no agents or no models";
  open(night_scene(), {.plug_ins = PENUMBRA_TEST_STAGED_PLUG_INS});
  gimp().set_last_values(R"({"method":"all-e","steps":6,"step":5,"strength":1,"output":"new-layer"})");
  choose_tool();
  accept();
  const auto layers = layers_of(gimp(), photo_.image);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(name_of(gimp(), layers[0]), "Auto Enhance Low Light (ALL-E, step 5 of 6)");
  const std::string result = bytes_of(gimp(), layers[0]);
  EXPECT_TRUE(result != before_);
  screen_->activate(window_);
  shoot("1-new-layer");

  // The recipe on the layer, rendered without GIMP.
  const std::string recipe = gimp().file("recipe.json"), rendered = gimp().file("rendered.png");
  gimp().eval("(let ((port (open-output-file " + test::quoted(recipe) +
              "))) (display (caddr (car (gimp-item-get-parasite " + std::to_string(layers[0]) +
              " \"penumbra-recipe\"))) port) (close-output-port port))");
  const std::string log = gimp().file("program.log");
  const std::map<std::string, std::string> quiet{{"OMP_WAIT_POLICY", "PASSIVE"}};
  ASSERT_EQ(Process({PENUMBRA_TEST_PROGRAM, "render", file_, "-o", rendered, "--recipe", recipe}, quiet, log)
                .wait(300),
            0)
      << contents(log);
  const auto read = [](const std::string& file) { return cli::decode(cli::read_file(file), file).image; };
  EXPECT_LE(difference(read(rendered), result), 1.01f / 255) << "rounding to 8 bits";

  // And the same decided anew by the command line.
  const std::string enhanced = gimp().file("enhanced.png");
  ASSERT_EQ(
      Process({PENUMBRA_TEST_PROGRAM, "enhance", file_, "-o", enhanced, "--step", "5"}, quiet, log).wait(300),
      0)
      << contents(log);
  EXPECT_LE(difference(read(enhanced), result), 1.01f / 255);

  screen_->activate(window_);
  screen_->key("ctrl+z");
  EXPECT_TRUE(wait_until([&] { return layers_of(gimp(), photo_.image).size() == 1; }));
  EXPECT_FALSE(dirty());
  EXPECT_TRUE(pixels() == before_);
}

} // namespace
} // namespace penumbra::test
