// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/command.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "tests/evaluate/folder.hpp"
#include "tests/metric/pictures.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

/// Runs the command line; gives what it printed.
std::string run(const std::string& line) {
  CLI::App app;
  add_tools(app);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    app.parse(line);
  } catch (...) {
    testing::internal::GetCapturedStdout();
    testing::internal::GetCapturedStderr();
    throw;
  }
  testing::internal::GetCapturedStderr();
  return testing::internal::GetCapturedStdout();
}

TEST(EvaluateCommand, PrintsATableOfTheMethodsThatWereAskedFor) {
  const Folder folder;
  folder.write("input/a.png", metric::second_picture());
  folder.write("expertC/a.png", metric::first_picture());
  const std::string out =
      run("low-light " + folder.path() + " --method none --method gamma100 --csv " + (folder / "f.csv"));
  EXPECT_NE(out.find("| none "), std::string::npos);
  EXPECT_NE(out.find("| gamma100 "), std::string::npos);
  EXPECT_NE(out.find("22.59"), std::string::npos); // the PSNR of the two pictures
  EXPECT_TRUE(std::filesystem::exists(folder / "f.csv"));
  // Options may stand before the folders as well: a method takes one word.
  EXPECT_NE(run("low-light --method none " + folder.path() + " --threads 1").find("| none "),
            std::string::npos);
}

TEST(EvaluateCommand, RendersByTheModelsThatAreNamed) {
  const Folder folder, models;
  folder.write("a.png", metric::first_picture());
  models.write("manifest.json", std::string(R"({"models": []})"));
  const char* before = std::getenv("PENUMBRA_MODELS");
  const std::string kept = before ? before : "";
  run("low-light " + folder.path() + " --method none --models " + models.path());
  EXPECT_EQ(models_folder(), models.path()); // where a denoise step looks for its network
  before ? setenv("PENUMBRA_MODELS", kept.c_str(), 1) : unsetenv("PENUMBRA_MODELS");
}

TEST(EvaluateCommand, RefusesWhatMakesNoSense) {
  const Folder folder;
  folder.write("a.png", metric::first_picture());
  EXPECT_THROW(run(""), CLI::ParseError);
  EXPECT_THROW(run("low-light"), CLI::ParseError);
  EXPECT_THROW(run("low-light " + folder.path() + " --steps 13"), CLI::ParseError);
  EXPECT_THROW(run("low-light " + folder.path() + " --list " + (folder / "none.json")), CLI::ParseError);
  EXPECT_THROW(run("low-light " + (folder / "none") + " --method none"), Error);
  EXPECT_THROW(run("low-light " + folder.path() + " --method magic"), Error);
}

} // namespace
} // namespace penumbra::evaluate
