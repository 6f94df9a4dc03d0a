// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace penumbra::cli {
namespace {

class Misuse : public ProgramTest {
 protected:
  void SetUp() override {
    write_file(path("photo.png"), encode(test_picture(64, 48, 3, 8), Format::png, 8, 95));
    nothing = recipe();
  }

  /// The work fails, in one line that contains `reason`, and leaves no output.
  void fails(const std::string& in, const std::string& recipe, const std::string& out,
             const std::string& reason) {
    const auto before = files();
    const Outcome outcome = run({"render", in, "--recipe", recipe, "-o", out});
    EXPECT_EQ(outcome.code, 1) << reason;
    EXPECT_EQ(outcome.err.rfind("penumbra: ", 0), 0u) << outcome.err;
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(files(), before);
  }

  /// A file with the first part of another's bytes.
  std::string cut(const std::string& name, double part) {
    const std::string bytes = read_file(path(name));
    const std::string to = path("cut-" + name);
    write_file(to, bytes.substr(0, std::size_t(double(bytes.size()) * part)));
    return to;
  }

  std::string nothing;
};

TEST_F(Misuse, InputThatIsNoPicture) {
  write_file(path("empty.png"), "");
  write_file(path("text.jpg"), "This is no picture, whatever its name says.");
  fails(path("none.png"), nothing, path("out.png"), "There is no file \"" + path("none.png"));
  fails(path(""), nothing, path("out.png"), "is a folder");
  fails(path("empty.png"), nothing, path("out.png"), "is empty");
  fails(path("text.jpg"), nothing, path("out.png"), "not in a picture format");
}

TEST_F(Misuse, PicturesCutShort) {
  const Image picture = test_picture(200, 150, 3, 8);
  for (const std::string name : {"a.jpg", "a.png", "a.tif", "a.webp"}) {
    write_file(path(name), encode(picture, format_for(name).format, 8, 95));
    for (const double part : {0.05, 0.5, 0.98}) fails(cut(name, part), nothing, path("out.png"), "damaged");
  }
  const Image grey = test_picture(200, 150, 2, 16);
  write_file(path("grey.png"), encode(grey, Format::png, 16, 95));
  fails(cut("grey.png", 0.7), nothing, path("out.png"), "damaged");
  const Image light = test_picture(200, 150, 3, 32);
  write_file(path("light.exr"), encode(light, Format::exr, 32, 95));
  fails(cut("light.exr", 0.5), nothing, path("out.exr"), "damaged");
}

TEST_F(Misuse, AJpegWithSomethingBehindItsEndIsWhole) {
  write_file(path("a.jpg"), encode(test_picture(64, 48, 3, 8), Format::jpeg, 8, 95));
  std::ofstream(path("a.jpg"), std::ios::app) << "what a camera adds";
  EXPECT_EQ(run({"render", path("a.jpg"), "--recipe", nothing, "-o", path("out.png")}).code, 0);
}

TEST_F(Misuse, OutputThatCannotBe) {
  fails(path("photo.png"), nothing, path("out.bmp"), "end it in one of: jpg, jpeg, jpe, png, tif");
  fails(path("photo.png"), nothing, path("out"), "end it in one of");
  fails(path("photo.png"), nothing, path("nowhere/out.png"), "there is no folder");
  std::filesystem::create_directory(path("folder.png"));
  fails(path("photo.png"), nothing, path("folder.png"), "it is a folder");
}

TEST_F(Misuse, RecipesThatAreNone) {
  write_file(path("text.json"), "brighter, please");
  write_file(path("other.json"), "{\"steps\": []}");
  write_file(path("later.json"),
             R"({"penumbra-recipe": 1, "steps": [{"operation": "magic", "version": 3}]})");
  fails(path("photo.png"), path("none.json"), path("out.png"), "There is no file");
  fails(path("photo.png"), path("text.json"), path("out.png"), "text.json: The recipe cannot be read");
  fails(path("photo.png"), path("other.json"), path("out.png"), "other.json: This is no Penumbra recipe");
  fails(path("photo.png"), path("later.json"), path("out.png"), "\"magic\", version 3");
}

TEST_F(Misuse, TheCommandLineIsExplained) {
  const auto misused = [](const std::vector<std::string>& arguments, const std::string& reason) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 2) << reason;
    EXPECT_EQ(outcome.err.rfind("penumbra: ", 0), 0u) << outcome.err;
    EXPECT_NE(outcome.err.find(reason), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("--help"), std::string::npos) << outcome.err;
  };
  misused({}, "subcommand");
  misused({"polish"}, "polish");
  misused({"enhance"}, "input is required");
  misused({"enhance", "a.jpg"}, "--output is required");
  misused({"enhance", "a.jpg", "-o", "b.jpg", "--steps", "13"}, "--steps");
  misused({"enhance", "a.jpg", "-o", "b.jpg", "--steps", "2", "--step", "3"}, "--step");
  misused({"enhance", "a.jpg", "-o", "b.jpg", "--strength", "1.6"}, "--strength");
  misused({"enhance", "a.jpg", "-o", "b.jpg", "--method", "magic"}, "magic");
  misused({"enhance", "a.jpg", "-o", "b.jpg", "--loud"}, "--loud");
  misused({"render", "a.jpg", "-o", "b.jpg"}, "--recipe is required");
}

TEST_F(Misuse, HelpAndVersionAreNoErrors) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"enhance", "--help"},
                                                    {"render", "--help"},
                                                    {"info", "--help"}}) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.code, 0);
    EXPECT_NE(outcome.out.find("Usage:"), std::string::npos);
    EXPECT_EQ(outcome.err, "");
  }
  EXPECT_NE(run({"--help"}).out.find("130"), std::string::npos) << "exit codes are documented";
  const Outcome version = run({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_NE(version.out.find("GPL-3.0-or-later"), std::string::npos);
}

TEST_F(Misuse, EveryCommandHasExamplesOfItsOwn) {
  const std::string all = run({"--help"}).out;
  int commands = 0;
  for (const std::string name :
       {"enhance", "expose", "match", "open", "render", "info", "bench", "compare", "darken"}) {
    EXPECT_NE(all.find("\n  " + name + " "), std::string::npos) << name << '\n' << all;
    const std::string help = run({name, "--help"}).out;
    const std::size_t at = help.find("\nExamples:\n");
    ASSERT_NE(at, std::string::npos) << name << '\n' << help;
    EXPECT_NE(help.find("penumbra " + name, at), std::string::npos) << help;
    EXPECT_EQ(help.find("Exit status"), std::string::npos) << "that is the program's own page";
    ++commands;
  }
  EXPECT_EQ(commands, 9);
}

TEST_F(Misuse, TheExamplesOfTheHelpPagesAreUnderstood) {
  // Each is run in a folder without pictures: it must fail for that, and not for its options.
  for (const std::string name : {"enhance", "expose", "match", "render", "compare", "darken"}) {
    const std::string help = run({name, "--help"}).out;
    std::istringstream lines(help.substr(help.find("\nExamples:\n") + 11));
    int examples = 0;
    for (std::string line, word; std::getline(lines, line);) {
      std::istringstream words(line);
      std::vector<std::string> arguments;
      words >> word;
      if (word != "penumbra") continue;
      while (words >> word) arguments.push_back(word.find(".json") == std::string::npos ? word : recipe());
      const Outcome outcome = run(arguments);
      EXPECT_EQ(outcome.code, 1) << line << '\n' << outcome.err;
      ++examples;
    }
    EXPECT_GT(examples, 1) << name;
  }
}

#ifdef PENUMBRA_HAS_WINDOWS
TEST_F(Misuse, OpenSaysThatItsDisplayIsNotThere) {
  write_file(path("a.png"), encode(test_picture(30, 20, 3, 8), Format::png, 8, 100));
  const std::pair<const char*, const char*> stale[] = {
      {"DISPLAY", ":977"}, {"WAYLAND_DISPLAY", "wayland-977"}, {"DISPLAY", ""}};
  for (const auto& [name, value] : stale) {
    for (const char* each : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) unsetenv(each);
    if (*value) setenv(name, value, 1);
    const Outcome outcome = run({"open", path("a.png"), "-o", path("b.png")});
    EXPECT_EQ(outcome.code, 1) << "not ended by a signal: " << outcome.err;
    EXPECT_NE(outcome.err.find("display"), std::string::npos) << outcome.err;
    if (*value) EXPECT_NE(outcome.err.find(value), std::string::npos) << outcome.err;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    unsetenv(name);
  }
}
#endif

TEST_F(Misuse, AProgressBarOnATerminal) {
  RunSettings terminal;
  terminal.terminal = true;
  const Outcome outcome =
      run({"render", path("photo.png"), "--recipe", nothing, "-o", path("out.png")}, terminal);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.err.find("0% Reading"), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.err.substr(outcome.err.size() - 4), "\r\033[K") << "it is taken away at the end";
  EXPECT_EQ(
      run({"render", "-q", path("photo.png"), "--recipe", nothing, "-o", path("out.png")}, terminal).err, "");
}

TEST_F(Misuse, CtrlCLeavesNoFile) {
  // The input comes through a pipe that is held open until the signal was sent: no race.
  const std::string fifo = path("slow.png");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  write_file(path("out.png"), "what was there before");
  const auto before = files();
  const std::string photo = read_file(path("photo.png"));
  RunSettings settings;
  settings.while_running = [&](int process) {
    const int file = open(fifo.c_str(), O_WRONLY); // returns when the program reads
    kill(process, SIGINT);
    EXPECT_EQ(write(file, photo.data(), photo.size()), ssize_t(photo.size()));
    close(file);
  };
  const Outcome outcome = run({"render", fifo, "--recipe", nothing, "-o", path("out.png")}, settings);
  EXPECT_EQ(outcome.code, 130);
  EXPECT_EQ(outcome.err, "penumbra: cancelled; nothing was written.\n");
  EXPECT_EQ(read_file(path("out.png")), "what was there before");
  EXPECT_EQ(files(), before);
}

TEST_F(Misuse, WritingFollowsLinksAndKeepsPermissions) {
  write_file(path("target.png"), "old");
  ASSERT_EQ(chmod(path("target.png").c_str(), 0640), 0);
  std::filesystem::create_symlink(path("target.png"), path("link.png"));
  ASSERT_EQ(run({"render", path("photo.png"), "--recipe", nothing, "-o", path("link.png")}).code, 0);
  EXPECT_TRUE(std::filesystem::is_symlink(path("link.png")));
  EXPECT_EQ(stored(path("target.png")).image.width, 64);
  EXPECT_EQ(int(std::filesystem::status(path("target.png")).permissions()), 0640);
}

} // namespace
} // namespace penumbra::cli
