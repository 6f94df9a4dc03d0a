// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/colour.hpp"
#include "tests/cli/program.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>

namespace penumbra::cli {
namespace {

class Commands : public ProgramTest {
 protected:
  void write(const std::string& name, const Image& image, int bits = 8) {
    write_file(path(name), encode(image, format_for(name).format, bits, 100));
  }
};

TEST_F(Commands, RenderAppliesAsManyStepsAsAskedFor) {
  Image picture(1, 1, 1);
  picture.pixels = {0.25f};
  write("a.tif", picture, 16);
  const std::string three = recipe({even_curve(0.5f), even_curve(0.5f), even_curve(0.5f)});
  float expected = 16384 / 65535.0f;
  for (int step = 0; step <= 3; ++step) {
    ASSERT_EQ(run({"render", path("a.tif"), "--recipe", three, "--step", std::to_string(step), "-o",
                   path("out.tif")})
                  .code,
              0);
    EXPECT_NEAR(stored(path("out.tif")).image.pixels[0], expected, 2e-5f) << step;
    expected += 0.5f * expected * (1 - expected);
  }
  const Outcome outcome =
      run({"render", path("a.tif"), "--recipe", three, "--step", "4", "-o", path("no.tif")});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.err, "penumbra: The recipe has 3 steps; there is no step 4.\n");
}

TEST_F(Commands, RenderIsTheSameOnAnyNumberOfThreads) {
  write("a.png", test_picture(700, 300, 3, 16), 16);
  const std::string steps = recipe({even_curve(0.5f), even_curve(-0.3f)});
  for (const std::string threads : {"1", "3"})
    ASSERT_EQ(run({"render", path("a.png"), "--recipe", steps, "--threads", threads, "--device", "cpu", "-o",
                   path(threads + ".png")})
                  .code,
              0);
  EXPECT_EQ(read_file(path("1.png")), read_file(path("3.png")));
}

TEST_F(Commands, VerboseTellsTheTimes) {
  write("a.png", test_picture(30, 20, 3, 8));
  const Outcome outcome = run({"render", "-v", path("a.png"), "--recipe", recipe(), "-o", path("b.png")});
  EXPECT_EQ(outcome.err.rfind("penumbra: read ", 0), 0u) << outcome.err;
  for (const char* part : {", render ", ", write ", " s\n"})
    EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
}

TEST_F(Commands, InfoTellsAboutARecipe) {
  const Outcome outcome = run({"info", recipe({even_curve(0.25f), even_curve(0.5f)})});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("Recipe with 2 steps\n"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("2. curve 1 {\"strength\":1.0}, map 4 x 3 x 1 from 0.5 to 0.5\n"),
            std::string::npos)
      << outcome.out;
}

TEST_F(Commands, InfoTellsAboutProgramAndModels) {
  const Outcome outcome = run({"info"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  for (const char* text : {"Penumbra  " PENUMBRA_VERSION, "all-e (ALL-E, low-light)", "curve 1",
                           "Devices:  CPU", "LibTorch: not loaded", "all-e/all-e.safetensors, intact"})
    EXPECT_NE(outcome.out.find(text), std::string::npos) << text << "\n" << outcome.out;
}

TEST_F(Commands, InfoNamesADamagedModel) {
  std::filesystem::create_directory(path("models"));
  write_file(path("models/manifest.json"),
             R"({"models": [{"id": "all-e", "task": "low-light", "version": "1", "file": "w.safetensors",
                             "sha256": "00", "recipe": "recipe.json"}]})");
  write_file(path("models/w.safetensors"), "not what it was");
  setenv("PENUMBRA_MODELS", path("models").c_str(), 1);
  const Outcome outcome = run({"info"});
  unsetenv("PENUMBRA_MODELS");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.out.find("is not the one that the manifest names"), std::string::npos) << outcome.out;
}

TEST_F(Commands, TrainIsReplacedByTheTrainingProgram) {
  // A copy of the program with a sibling that tells what it was given.
  std::filesystem::create_directory(path("bin"));
  std::filesystem::copy(PENUMBRA_PROGRAM, path("bin/penumbra"));
  const std::string libraries = PENUMBRA_LIBRARIES;
  setenv("LD_LIBRARY_PATH", libraries.c_str(), 1);
  RunSettings copy;
  copy.program = path("bin/penumbra");
  const Outcome missing = run({"train", "all-e"}, copy);
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.err.find("bin/penumbra-train is not there; install/build makes it."), std::string::npos)
      << missing.err;

  const Outcome evaluation = run({"evaluate", "low-light"}, copy);
  EXPECT_EQ(evaluation.code, 1);
  EXPECT_NE(evaluation.err.find("bin/penumbra-evaluate is not there"), std::string::npos) << evaluation.err;

  write_file(path("bin/penumbra-train"), "#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 7\n");
  std::filesystem::permissions(path("bin/penumbra-train"), std::filesystem::perms(0755));
  const Outcome outcome = run({"train", "all-e", "--photos", "a folder", "--help", "-v"}, copy);
  unsetenv("LD_LIBRARY_PATH");
  EXPECT_EQ(outcome.out, "<all-e><--photos><a folder><--help><-v>");
  EXPECT_EQ(outcome.code, 7);
}

TEST_F(Commands, DarkenTakesLight) {
  Image picture(64, 64, 1);
  std::fill(picture.pixels.begin(), picture.pixels.end(), 0.8f);
  write("a.tif", picture, 32); // linear light
  ASSERT_EQ(run({"darken", path("a.tif"), "-o", path("b.tif"), "--ev", "-2", "--noise", "0"}).code, 0);
  for (const float v : stored(path("b.tif")).image.pixels) ASSERT_NEAR(v, 0.2f, 1e-5f);

  const auto noisy = [&](const std::string& name, const std::string& seed) {
    EXPECT_EQ(run({"darken", path("a.tif"), "-o", path(name), "--ev", "-2", "--seed", seed}).code, 0);
    return stored(path(name)).image;
  };
  const Image first = noisy("c.tif", "1");
  EXPECT_EQ(difference(first, noisy("d.tif", "1")), 0) << "the same seed, the same noise";
  EXPECT_GT(difference(first, noisy("e.tif", "2")), 0);
  double sum = 0, squares = 0;
  for (const float v : first.pixels) sum += v - 0.2, squares += (v - 0.2) * (v - 0.2);
  EXPECT_NEAR(sum / 4096, 0, 5e-4);
  EXPECT_NEAR(std::sqrt(squares / 4096), std::sqrt(1.5e-4 * 0.2 + 3.6e-7), 5e-4);
}

TEST_F(Commands, CompareShowsBothSides) {
  Image dark(200, 100, 3), bright(100, 200, 4);
  std::fill(dark.pixels.begin(), dark.pixels.end(), 0.2f);
  std::fill(bright.pixels.begin(), bright.pixels.end(), 1.0f);
  for (std::size_t i = 0; i < bright.pixels.size(); i += 4) bright.pixels[i + 1] = 0.6f;
  write("a.png", dark);
  write("b.png", bright);
  const Outcome outcome =
      run({"compare", path("a.png"), path("b.png"), "-o", path("c.png"), "--size", "100"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Image both = stored(path("c.png")).image;
  EXPECT_EQ(both.width, 100 + 50 + 3 * 24);
  EXPECT_EQ(both.height, 100 + 56 + 24);
  EXPECT_NEAR(both.at(24 + 50, 56 + 25, 1), 0.2f, 0.01f);
  EXPECT_NEAR(both.at(48 + 100 + 25, 56 + 50, 1), 0.6f, 0.01f);
  EXPECT_EQ(both.at(5, 5, 0), 1) << "white around them";
  float darkest = 1; // the label above the left one
  for (int y = 10; y < 50; ++y)
    for (int x = 24; x < 100; ++x) darkest = std::min(darkest, both.at(x, y, 0));
  EXPECT_LT(darkest, 0.4f);
}

} // namespace
} // namespace penumbra::cli
