// SPDX-License-Identifier: GPL-3.0-or-later
// How the plug-in sits in GIMP: what is loaded when GIMP queries it, and a run without a display as the
// README describes it, with the real agents where the build has them.

#include "tests/host/gimp_fixture.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

namespace penumbra::test {
namespace {

namespace fs = std::filesystem;

class GimpStart : public GimpTest {
 protected:
  bool starts_gimp() const override { return false; }

  /// Runs `gimp -i` with the scripts of a user, once, with the staged plug-in; returns what it printed.
  std::string batch(const std::vector<std::string>& scripts,
                    std::map<std::string, std::string> environment = {}) {
    folder_ = make_profile(test_name(), {PENUMBRA_TEST_STAGED_PLUG_INS});
    std::vector<std::string> command{
        "gimp", "-i", "-d", "-f", "-s", "--batch-interpreter", "plug-in-script-fu-eval"};
    for (const std::string& script : scripts) command.insert(command.end(), {"-b", script});
    command.insert(command.end(), {"-b", "(gimp-quit 1)"});
    environment["GIMP2_DIRECTORY"] = folder_;
    environment["OMP_WAIT_POLICY"] = "PASSIVE";
    const std::string log = folder_ + "/gimp.log";
    Process gimp(command, environment, log);
    EXPECT_EQ(gimp.wait(300), 0);
    return contents(log);
  }

  std::string folder_;
};

/// A query loads what the program's dynamic section names, and what those libraries name.
TEST_F(GimpStart, QueryLoadsNeitherTorchNorQtNorOpenCv) {
  batch({}, {{"LD_DEBUG", "files"}, {"LD_DEBUG_OUTPUT", make_profile(test_name() + "-ld", {}) + "/ld"}});
  const fs::path traces = fs::path(folder_ + "-ld");
  int found = 0;
  for (const auto& entry : fs::directory_iterator(traces)) {
    const std::string trace = contents(entry.path().string());
    if (trace.find("initialize program: " PENUMBRA_TEST_STAGED_PLUG_INS "/penumbra/penumbra") ==
        std::string::npos)
      continue;
    ++found;
    EXPECT_NE(trace.find("libgimp-2.0"), std::string::npos);
    for (const char* heavy :
         {"libtorch", "libc10", "libQt", "libopencv", "libpenumbra", "libgimpui", "libgtk"})
      EXPECT_EQ(trace.find(heavy), std::string::npos) << heavy << " is loaded when GIMP queries the plug-in";
  }
  EXPECT_EQ(found, 1) << "GIMP queried the plug-in once";
}

TEST_F(GimpStart, RunsWithoutADisplayAndWritesAPicture) {
  if (!fs::exists(PENUMBRA_TEST_STAGED_PLUG_INS "/penumbra/lib/libpenumbra-agents.so") ||
      !fs::exists(PENUMBRA_TEST_STAGED_PLUG_INS "/penumbra/models/manifest.json"))
    GTEST_SKIP() << "the build has no agents or no models";
  const std::string log = batch({R"((let* ((image (car (gimp-image-new 120 80 RGB)))
      (layer (car (gimp-layer-new image 120 80 RGB-IMAGE "dark" 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 0)
    (gimp-context-set-foreground '(6 9 12))
    (gimp-context-set-background '(60 48 40))
    (gimp-context-set-gradient-fg-bg-rgb)
    (gimp-drawable-edit-gradient-fill layer GRADIENT-LINEAR 0 FALSE 1 0 FALSE 0 0 119 79)
    (plug-in-penumbra-auto-enhance-low-light RUN-NONINTERACTIVE image layer "all-e" 6 6 1.0 1)
    (let* ((made (car (gimp-image-get-active-layer image)))
           (before (car (gimp-drawable-histogram layer HISTOGRAM-VALUE 0 1)))
           (after (car (gimp-drawable-histogram made HISTOGRAM-VALUE 0 1))))
      (gimp-message (string-append "RESULT " (car (gimp-item-get-name made)) " " (number->string before) " "
                                   (number->string after))))))"},
                                {{"DISPLAY", ""}});
  EXPECT_EQ(log.find("execution error"), std::string::npos) << log;
  std::smatch found;
  ASSERT_TRUE(std::regex_search(
      log, found, std::regex(R"(RESULT (Auto Enhance Low Light \(ALL-E, step 6 of 6\)) (\S+) (\S+))")))
      << log;
  EXPECT_GT(std::stod(found[3]), 1.3 * std::stod(found[2])) << "the dark picture became brighter";
}

TEST_F(GimpStart, AFailingScriptIsSeenAsAnError) {
  const std::string log = batch({"(plug-in-penumbra-auto-enhance-low-light 1 5 7 \"all-e\" 6 -1 1.0 0)"});
  EXPECT_NE(log.find("error"), std::string::npos) << log;
}

} // namespace
} // namespace penumbra::test
