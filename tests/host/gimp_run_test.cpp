// SPDX-License-Identifier: GPL-3.0-or-later
// The procedure as GIMP and scripts see it: registration, last values, what goes wrong, how it is run.

#include "tests/host/gimp_fixture.hpp"
#include "tests/host/known_edit.hpp"
#include "tests/temporary_folder.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

namespace penumbra::test {
namespace {

class GimpRun : public GimpTest {
 protected:
  static std::string id(int item) { return std::to_string(item); }
  Photo make() { return make_photo(gimp(), test_picture(24, 16, 3), Precision::u8); }

  /// Runs, expects an error with `message` in it, and nothing changed.
  void expect_refused(const Photo& photo, int drawable, const Arguments& arguments,
                      const std::string& message) {
    SCOPED_TRACE(message);
    const std::string before = bytes_of(gimp(), photo.layer);
    const auto layers = layers_of(gimp(), photo.image);
    const std::string error = gimp().error_of(enhance(photo.image, drawable, arguments));
    EXPECT_NE(error.find(message), std::string::npos) << "the message was: " << error;
    EXPECT_EQ(bytes_of(gimp(), photo.layer), before);
    EXPECT_EQ(layers_of(gimp(), photo.image), layers);
  }
};

class GimpRunWith : public GimpRun {
 protected:
  bool starts_gimp() const override { return false; }
  void launch_with(const std::string& how) { launch({.environment = {{"PENUMBRA_FAKE_AGENT", how}}}); }
};

TEST_F(GimpRun, IsRegisteredWithItsArguments) {
  const std::string info =
      gimp().eval("(gimp-procedural-db-proc-info \"plug-in-penumbra-auto-enhance-low-light\")");
  EXPECT_NE(info.find("Brightens a dark photo step by step"), std::string::npos) << info;
  EXPECT_NE(info.find("GPL-3.0-or-later"), std::string::npos) << info;
  EXPECT_NE(info.find(" 8 0)"), std::string::npos) << "eight arguments, no return values: " << info;
  const char* names[] = {"run-mode", "image", "drawable", "method", "steps", "step", "strength", "output"};
  for (int i = 0; i < 8; ++i) {
    const std::string argument = gimp().eval(
        "(gimp-procedural-db-proc-arg \"plug-in-penumbra-auto-enhance-low-light\" " + id(i) + ")");
    EXPECT_NE(argument.find(std::string("\"") + names[i] + "\""), std::string::npos) << argument;
  }
}

TEST_F(GimpRun, ArgumentsReachTheAgent) {
  const Photo photo = make();
  const Values before = values_of(gimp(), photo);
  gimp().eval(enhance(photo.image, photo.layer, {.steps = 3, .step = 2, .strength = "0.5"}));
  const Values after = values_of(gimp(), photo);
  for (std::size_t i = 0; i < before.values.size(); ++i)
    ASSERT_NEAR(after.values[i], curve(curve(before.values[i], 0.125f), 0.125f), rounding(Precision::u8))
        << i;
}

TEST_F(GimpRun, NumbersDoNotDependOnTheLanguage) {
  launch({.environment = {{"LC_ALL", "de_DE.UTF-8"}, {"LANGUAGE", "de"}}});
  const Photo photo = make();
  const Values before = values_of(gimp(), photo);
  gimp().eval(enhance(photo.image, photo.layer, {.steps = 1, .step = 1, .strength = "0.5", .output = 1}));
  const int made = layers_of(gimp(), photo.image).at(0);
  const Values after = values_of(gimp(), photo, made);
  for (std::size_t i = 0; i < before.values.size(); ++i)
    ASSERT_NEAR(after.values[i], curve(before.values[i], 0.125f), rounding(Precision::u8)) << i;
  const std::string recipe =
      gimp().eval_text("(caddr (car (gimp-item-get-parasite " + id(made) + " \"penumbra-recipe\")))");
  EXPECT_NE(recipe.find("\"strength\": 0.5"), std::string::npos) << recipe.substr(0, 300);
}

TEST_F(GimpRun, LastValuesAreDefaultsUntilThereAreSome) {
  const Photo photo = make();
  const Values before = values_of(gimp(), photo);
  gimp().eval(enhance(photo.image, photo.layer, {.steps = 1, .step = 0, .strength = "0"}, 2));
  EXPECT_NEAR(values_of(gimp(), photo).at(9, 5, 1), enhanced(before.at(9, 5, 1)), rounding(Precision::u8))
      << "the arguments do not count in this run mode";
}

TEST_F(GimpRun, LastValuesAreUsedAgain) {
  gimp().set_last_values(R"({"method":"all-e","steps":5,"step":1,"strength":1.5,"output":"new-layer"})");
  const Photo photo = make();
  const Values before = values_of(gimp(), photo);
  gimp().eval(enhance(photo.image, photo.layer, {}, 2));
  const auto layers = layers_of(gimp(), photo.image);
  ASSERT_EQ(layers.size(), 2u);
  EXPECT_EQ(name_of(gimp(), layers[0]), "Auto Enhance Low Light (ALL-E, step 1 of 5)");
  EXPECT_NEAR(values_of(gimp(), photo, layers[0]).at(9, 5, 1), curve(before.at(9, 5, 1), 0.375f),
              rounding(Precision::u8));
}

TEST_F(GimpRun, DamagedLastValuesAreDefaults) {
  gimp().set_last_values("{\"steps\":");
  const Photo photo = make();
  gimp().eval(enhance(photo.image, photo.layer, {.output = 1}, 2));
  EXPECT_EQ(layers_of(gimp(), photo.image).size(), 1u) << "in place";
}

TEST_F(GimpRun, ScriptsDoNotChangeTheLastValues) {
  const Photo photo = make();
  gimp().eval(enhance(photo.image, photo.layer, {.steps = 1, .output = 1}));
  EXPECT_NE(gimp().error_of("(gimp-procedural-db-get-data \"plug-in-penumbra-auto-enhance-low-light\")"), "");
}

// That one step back is enough shows where there is a screen (gimp_window_test.cpp): scripts cannot undo.
TEST_F(GimpRun, UndoIsLeftAsItWas) {
  const Photo photo = make();
  const auto enabled = [&] {
    return gimp().eval_int("(car (gimp-image-undo-is-enabled " + id(photo.image) + "))");
  };
  gimp().eval(enhance(photo.image, photo.layer));
  EXPECT_EQ(enabled(), 1);
  EXPECT_NE(gimp().error_of(enhance(photo.image, photo.layer, {.method = "magic"})), "");
  EXPECT_EQ(enabled(), 1);
  gimp().eval("(gimp-image-undo-disable " + id(photo.image) + ")");
  gimp().eval(enhance(photo.image, photo.layer, {.output = 1}));
  EXPECT_EQ(enabled(), 0);
}

TEST_F(GimpRun, BadArgumentsAreRefused) {
  const Photo photo = make();
  const int layer = photo.layer;
  expect_refused(photo, layer, {.method = "magic"},
                 "There is no method \"magic\"; known are: \"all-e\", \"rellie\"");
  expect_refused(photo, layer, {.method = ""}, "There is no method \"\"");
  expect_refused(photo, layer, {.steps = 0}, "The number of steps is 0; it must be 1 to 12.");
  expect_refused(photo, layer, {.steps = 13}, "The number of steps is 13; it must be 1 to 12.");
  expect_refused(photo, layer, {.step = 7}, "The step to keep is 7; it must be 0 to 6");
  expect_refused(photo, layer, {.step = -2}, "The step to keep is -2");
  expect_refused(photo, layer, {.strength = "1.6"}, "The strength is out of range; it must be 0 to 1.5.");
  expect_refused(photo, layer, {.strength = "-0.1"}, "The strength is out of range");
  expect_refused(photo, layer, {.output = 2}, "The output is 2; it must be 0");
}

TEST_F(GimpRun, WhatCannotBeEditedIsRefusedWithAReason) {
  const Photo photo = make();
  const std::string image = id(photo.image), layer = id(photo.layer);
  const int channel = gimp().eval_int("(car (gimp-channel-new " + image + " 24 16 \"c\" 50 '(0 0 0)))");
  gimp().eval("(gimp-image-insert-channel " + image + " " + id(channel) + " 0 0)");
  expect_refused(photo, channel, {}, "A channel is active");
  const int mask = gimp().eval_int("(car (gimp-layer-create-mask " + layer + " ADD-MASK-WHITE))");
  gimp().eval("(gimp-layer-add-alpha " + layer + ")");
  gimp().eval("(gimp-layer-add-mask " + layer + " " + id(mask) + ")");
  expect_refused(photo, mask, {}, "A layer mask is active");
  const int group = gimp().eval_int("(car (gimp-layer-group-new " + image + "))");
  gimp().eval("(gimp-image-insert-layer " + image + " " + id(group) + " 0 0)");
  expect_refused(photo, group, {}, "A layer group has no pixels of its own");

  gimp().eval("(gimp-item-set-lock-content " + layer + " TRUE)");
  expect_refused(photo, photo.layer, {}, "The pixels of this layer are locked");
  gimp().eval("(gimp-item-set-lock-content " + layer + " FALSE)");

  gimp().eval("(gimp-layer-set-offsets " + layer + " 12 0)");
  gimp().eval("(gimp-image-select-rectangle " + image + " CHANNEL-OP-REPLACE 0 0 8 8)");
  expect_refused(photo, photo.layer, {}, "The selection does not touch this layer");
  gimp().eval("(gimp-selection-none " + image + ")");

  const Photo other = make();
  const std::string error = gimp().error_of(enhance(other.image, photo.layer));
  EXPECT_NE(error.find("The layer belongs to another image"), std::string::npos) << error;

  gimp().eval("(gimp-image-convert-indexed " + id(other.image) + " 0 0 16 FALSE FALSE \"\")");
  expect_refused(other, other.layer, {}, "This image has indexed colours. Change it to RGB first");
}

TEST_F(GimpRun, AFloatingSelectionCannotHaveANewLayerAboveIt) {
  const Photo photo = make();
  gimp().eval("(gimp-image-select-rectangle " + id(photo.image) + " CHANNEL-OP-REPLACE 2 2 8 8)");
  const int floating = gimp().eval_int("(car (gimp-selection-float " + id(photo.layer) + " 0 0))");
  expect_refused(photo, floating, {.output = 1}, "A floating selection cannot have a layer above it");
}

TEST_F(GimpRun, NoImageAndNoLayerAreRefused) {
  const Photo photo = make();
  EXPECT_NE(gimp().error_of(enhance(987, photo.layer)), "");
  EXPECT_NE(gimp().error_of(enhance(photo.image, 987)), "");
  const std::string error = gimp().error_of(enhance(photo.image, -1));
  EXPECT_NE(error.find("There is no layer"), std::string::npos) << error;
}

TEST_F(GimpRun, AnUnknownRunModeIsRefused) {
  const Photo photo = make();
  EXPECT_NE(gimp().error_of(enhance(photo.image, photo.layer, {}, 7)), "");
}

TEST_F(GimpRunWith, AFailingAgentChangesNothing) {
  launch_with("fail");
  const Photo photo = make();
  expect_refused(photo, photo.layer, {}, "The fake agent fails.");
  expect_refused(photo, photo.layer, {.output = 1}, "The fake agent fails.");
}

TEST_F(GimpRunWith, AnExceptionOfALibraryBecomesAMessage) {
  launch_with("fail-otherwise");
  const Photo photo = make();
  expect_refused(photo, photo.layer, {}, "some library's own words");
}

TEST_F(GimpRunWith, ADyingPlugInChangesNothing) {
  launch_with("die");
  const Photo photo = make();
  const std::string before = bytes_of(gimp(), photo.layer);
  EXPECT_NE(gimp().error_of(enhance(photo.image, photo.layer)), "");
  EXPECT_EQ(bytes_of(gimp(), photo.layer), before);
}

// GIMP's own Cancel ends the plug-in's process just so.
TEST_F(GimpRunWith, APlugInEndedFromOutsideChangesNothing) {
  const TemporaryFolder folder;
  const std::string told = folder / "pid";
  launch({.environment = {{"PENUMBRA_FAKE_AGENT", "wait"}, {"PENUMBRA_FAKE_AGENT_FILE", told}}});
  const Photo photo = make();
  const std::string before = bytes_of(gimp(), photo.layer);
  for (const int output : {0, 1}) {
    gimp().start(enhance(photo.image, photo.layer, {.output = output}));
    while (contents(told).find('.') == std::string::npos)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    kill(std::stoi(contents(told)), SIGKILL);
    EXPECT_NE(gimp().finish(), "");
    EXPECT_EQ(bytes_of(gimp(), photo.layer), before);
    EXPECT_EQ(layers_of(gimp(), photo.image).size(), 1u);
    std::filesystem::remove(told);
  }
}

TEST_F(GimpRunWith, StepZeroLeavesTheImageClean) {
  launch_with("leave");
  const Photo photo = make();
  gimp().eval("(gimp-image-clean-all " + id(photo.image) + ")");
  const std::string before = bytes_of(gimp(), photo.layer);
  gimp().eval(enhance(photo.image, photo.layer));
  EXPECT_EQ(bytes_of(gimp(), photo.layer), before);
  EXPECT_EQ(gimp().eval_int("(car (gimp-image-is-dirty " + id(photo.image) + "))"), 0);
  EXPECT_NE(contents(gimp().file("gimp.log")).find("was left as it is"), std::string::npos);
}

// What a person can do to the image while the agent thinks: the fake agent does it.
TEST_F(GimpRunWith, ALayerDeletedMeanwhileIsNoticed) {
  launch_with("delete-layer");
  const Photo photo = make();
  const std::string error = gimp().error_of(enhance(photo.image, photo.layer));
  EXPECT_NE(error.find("The layer was deleted in the meantime"), std::string::npos) << error;
  EXPECT_TRUE(layers_of(gimp(), photo.image).empty());
}

TEST_F(GimpRunWith, AnImageClosedMeanwhileIsNoticed) {
  launch_with("delete-image");
  const Photo photo = make();
  const std::string error = gimp().error_of(enhance(photo.image, photo.layer));
  EXPECT_NE(error.find("The layer was deleted in the meantime"), std::string::npos) << error;
}

TEST_F(GimpRunWith, ASelectionChangedMeanwhileIsNoticed) {
  launch_with("select");
  const Photo photo = make();
  expect_refused(photo, photo.layer, {}, "The selection or the layer's size was changed in the meantime");
}

TEST_F(GimpRunWith, AnImageMadeIndexedMeanwhileIsNoticed) {
  launch_with("indexed");
  const Photo photo = make();
  const std::string error = gimp().error_of(enhance(photo.image, photo.layer));
  EXPECT_NE(error.find("This image has indexed colours"), std::string::npos) << error;
}

TEST_F(GimpRunWith, APrecisionChangedMeanwhileIsNoticed) {
  launch_with("precision");
  const Photo photo = make();
  const std::string error = gimp().error_of(enhance(photo.image, photo.layer));
  EXPECT_NE(error.find("precision or colour profile was changed in the meantime"), std::string::npos)
      << error;
}

} // namespace
} // namespace penumbra::test
