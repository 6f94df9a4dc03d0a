// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.hpp"

#include "core/edit/fusion/fusion.hpp"

#include <algorithm>

namespace penumbra::cli {
namespace {

/// Runs with the models that are shipped.
class Expose : public ProgramTest {
 protected:
  void SetUp() override { take(0.16f); }
  /// An under-exposed ground of three tones below a sky of about this value.
  void take(float sky) {
    Image picture(120, 80, 3);
    for (int y = 0; y < 80; ++y)
      for (int x = 0; x < 120; ++x)
        for (int c = 0; c < 3; ++c) {
          const float tone = y < 35 ? sky + 0.01f * float(c) : 0.05f + 0.04f * float(x / 40);
          picture.at(x, y, c) = tone + 0.02f * float((x * 7 + y * 5) % 6) / 6;
        }
    write_file(path("in.png"), encode(picture, Format::png, 16, 95));
    photo = stored(path("in.png")).image;
  }
  Outcome expose(const std::string& out, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"expose", path("in.png"), "-o", path(out), "--recipe-out", path("r.json")});
    return run(more);
  }
  FusionPlan plan() { return fusion_plan(recipe_from_json(read_file(path("r.json"))).steps.at(0)); }
  Image result(const std::string& name) { return stored(path(name)).image; }
  Image photo;
};

TEST_F(Expose, BrightensAnUnderExposedPhotoByEitherMethod) {
  for (const char* method : {"i", "ii"}) {
    const Outcome outcome = expose("out.png", {"--method", method});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("segment 1: +"), std::string::npos) << outcome.err;
    const Image balanced = result("out.png");
    EXPECT_GT(balanced.at(60, 70, 1), 1.5f * photo.at(60, 70, 1));
  }
}

TEST_F(Expose, TheRecipeGivesTheSamePicture) {
  ASSERT_EQ(expose("out.png").code, 0);
  ASSERT_EQ(run({"render", path("in.png"), "--recipe", path("r.json"), "-o", path("again.png")}).code, 0);
  EXPECT_EQ(read_file(path("again.png")), read_file(path("out.png")));
}

TEST_F(Expose, SegmentsCanBeChangedAndSwitchedOff) {
  take(0.6f); // the sky is a segment of its own
  ASSERT_EQ(expose("out.png", {"--segment", "1=-1.25", "--segment", "2=off"}).code, 0);
  EXPECT_EQ(plan().segments[0].ev, -1.25);
  EXPECT_FALSE(plan().segments[1].on);
  EXPECT_EQ(run({"expose", "--segment", "1=0.5", path("in.png"), "-o", path("first.png")}).code, 0)
      << "options may stand before the picture";
  for (const char* wrong : {"9=1", "1=6", "1", "1=bright", "0=1"}) {
    const Outcome outcome = expose("never.png", {"--segment", wrong});
    EXPECT_EQ(outcome.code, 1) << wrong;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  }
}

TEST_F(Expose, FastAndStrengthAreObeyed) {
  ASSERT_EQ(expose("fast.png", {"--fast"}).code, 0);
  EXPECT_EQ(plan().form, FusionForm::fast);
  ASSERT_EQ(expose("none.png", {"--strength", "0"}).code, 0);
  EXPECT_LE(difference(result("none.png"), photo), 1.5f / 65535);
}

} // namespace
} // namespace penumbra::cli
