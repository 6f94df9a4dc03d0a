// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.hpp"

#include "core/agent/look.hpp"
#include "core/edit/finish/finish.hpp"
#include "core/metric/similarity.hpp"

#include <algorithm>

namespace penumbra::cli {
namespace {

/// Runs with the models that are shipped.
class Match : public ProgramTest {
 protected:
  void SetUp() override {
    Image picture(160, 120, 3); // a sky over ground of several colours
    for (int y = 0; y < 120; ++y)
      for (int x = 0; x < 160; ++x)
        for (int c = 0; c < 3; ++c) {
          const float ground = 0.15f + 0.12f * float((x / 20 + c * (y / 40)) % 4);
          const float tone = y < 45 ? 0.6f + 0.12f * float(c) - 0.002f * float(y) : ground;
          picture.at(x, y, c) = tone + 0.04f * float((x * 7 + y * 5) % 6) / 6;
        }
    write_file(path("in.png"), encode(picture, Format::png, 8, 95));
    const Recipe recipe{{make_finish_step(wanted)}, nlohmann::json::object()};
    write_file(path("wanted.json"), to_json(recipe));
    ASSERT_EQ(run({"render", path("in.png"), "--recipe", path("wanted.json"), "-o", path("goal.png")}).code,
              0);
  }
  Outcome match(const std::string& out, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"match", path("in.png"), "--reference", path("goal.png"), "-o", path(out),
                               "--recipe-out", path("r.json")});
    return run(more);
  }
  Image picture(const std::string& name) { return stored(path(name)).image; }
  FinishValues values() { return finish_values(recipe_from_json(read_file(path("r.json"))).steps.at(0)); }

  const FinishValues wanted{0.5, 0.3, -0.1, 0.2, 0.15, -0.2, 0.3, 0.1, 0.2};
};

TEST_F(Match, FindsTheSlidersOfTheSamePhoto) {
  const Outcome outcome = match("out.png");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("finishing"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("step 10"), std::string::npos) << outcome.err;
  const double before = metric::psnr(picture("in.png"), picture("goal.png"));
  const double after = metric::psnr(picture("out.png"), picture("goal.png"));
  EXPECT_GT(after, before + 8);
  ASSERT_EQ(match("polished.png", {"--polish"}).code, 0);
  EXPECT_GE(metric::psnr(picture("polished.png"), picture("goal.png")), after - 0.1);
  EXPECT_GT(metric::psnr(picture("polished.png"), picture("goal.png")), 40);
}

TEST_F(Match, TheRecipeGivesTheSamePicture) {
  ASSERT_EQ(match("out.png").code, 0);
  ASSERT_EQ(run({"render", path("in.png"), "--recipe", path("r.json"), "-o", path("again.png")}).code, 0);
  EXPECT_EQ(read_file(path("again.png")), read_file(path("out.png")));
}

TEST_F(Match, StepStrengthAndSlidersAreObeyed) {
  ASSERT_EQ(match("none.png", {"--step", "0"}).code, 0);
  EXPECT_EQ(picture("none.png").pixels, picture("in.png").pixels);
  ASSERT_EQ(match("none.png", {"--strength", "0"}).code, 0);
  EXPECT_EQ(picture("none.png").pixels, picture("in.png").pixels);
  ASSERT_EQ(match("out.png", {"--set", "contrast=-0.25", "--set", "sharpness=0"}).code, 0);
  EXPECT_EQ(values()[4], -0.25);
  EXPECT_EQ(values()[8], 0);
  for (const char* wrong : {"contrast=2", "contrast", "colour=1", "contrast=much"}) {
    const Outcome outcome = match("never.png", {"--set", wrong});
    EXPECT_EQ(outcome.code, 1) << wrong;
    EXPECT_EQ(outcome.err.find("penumbra: "), outcome.err.rfind("penumbra: ")) << outcome.err;
  }
  EXPECT_EQ(match("never.png", {"--step", "12"}).code, 1);
}

TEST_F(Match, SlidersSetByHandNeedNoReference) {
  ASSERT_EQ(run({"match", path("in.png"), "-o", path("out.png"), "--set", "contrast=-0.25", "--set",
                 "exposure=0.5", "--strength", "0.8", "--recipe-out", path("r.json")})
                .code,
            0);
  EXPECT_EQ(values(), (FinishValues{0.5, 0, 0, 0, -0.25}));
}

TEST_F(Match, WritesALookUpTable) {
  ASSERT_EQ(match("out.png", {"--cube", path("look.cube"), "--set", "sharpness=0.5"}).code, 0);
  const std::string cube = read_file(path("look.cube"));
  EXPECT_NE(cube.find("LUT_3D_SIZE 33"), std::string::npos);
  EXPECT_NE(cube.find("sharpness"), std::string::npos);
}

TEST_F(Match, TakesOverTheLookOfSomethingElse) {
  Image other(120, 120, 3); // dark and warm
  for (int y = 0; y < 120; ++y)
    for (int x = 0; x < 120; ++x)
      for (int c = 0; c < 3; ++c)
        other.at(x, y, c) = 0.3f - 0.08f * float(c) + 0.1f * float((x / 7 + y / 9) % 3) / 3;
  write_file(path("other.png"), encode(other, Format::png, 8, 95));
  const Outcome outcome =
      run({"match", path("in.png"), "--reference", path("other.png"), "-o", path("out.png")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("something else"), std::string::npos) << outcome.err;
  EXPECT_LT(look_distance(picture("out.png"), picture("other.png")),
            0.7 * look_distance(picture("in.png"), picture("other.png")));
}

TEST_F(Match, NamesAReferenceThatIsMissing) {
  const Outcome outcome =
      run({"match", path("in.png"), "--reference", path("gone.png"), "-o", path("never.png")});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("gone.png"), std::string::npos) << outcome.err;
  EXPECT_EQ(run({"match", path("in.png"), "-o", path("never.png")}).code, 2);
  EXPECT_EQ(
      run({"match", path("in.png"), "-o", path("never.png"), "--set", "exposure=0", "--step", "1"}).code, 1)
      << "without a reference there are no steps";
}

} // namespace
} // namespace penumbra::cli
