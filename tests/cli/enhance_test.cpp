// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.hpp"

#include "core/edit/engine/edit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace penumbra::cli {
namespace {

/// Runs with the model that is shipped.
class Enhance : public ProgramTest {
 protected:
  void SetUp() override {
    Image picture(90, 60, 3);
    for (int y = 0; y < 60; ++y)
      for (int x = 0; x < 90; ++x)
        for (int c = 0; c < 3; ++c)
          picture.at(x, y, c) = float(15 + (x / 30) * 20 + (y / 20) * 8 + 3 * c + (x * 7 + y * 5) % 6) / 255;
    write_file(path("dark.png"), encode(picture, Format::png, 16, 95));
    dark = stored(path("dark.png")).image;
  }
  Outcome enhance(const std::string& out, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"enhance", path("dark.png"), "-o", path(out)});
    const Outcome outcome = run(more);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome;
  }
  Image result(const std::string& name) { return stored(path(name)).image; }
  Image dark;
};

TEST_F(Enhance, ADarkPhotoBecomesBrighter) {
  const std::string said = enhance("out.png").err;
  EXPECT_NE(said.find("as suggested: Lifted the shadows by "), std::string::npos) << said;
  EXPECT_EQ(enhance("out.png", {"--quiet"}).err, "");
  const Image bright = result("out.png");
  EXPECT_GT(mean_luma(bright), 1.5 * mean_luma(dark));
  EXPECT_LT(mean_luma(bright), 0.8);
}

TEST_F(Enhance, TheRecipeGivesTheSamePicture) {
  enhance("out.png", {"--steps", "3", "--recipe-out", path("r.json")});
  const Recipe recipe = recipe_from_json(read_file(path("r.json")));
  EXPECT_EQ(recipe.origin.value("tool", ""), "low-light");
  EXPECT_EQ(recipe.origin.value("method", ""), "all-e");
  ASSERT_EQ(run({"render", path("dark.png"), "--recipe", path("r.json"), "-o", path("again.png")}).code, 0);
  EXPECT_EQ(read_file(path("again.png")), read_file(path("out.png")));
}

TEST_F(Enhance, StepsAreCountedAndStepNoughtIsThePhotoItself) {
  enhance("none.png", {"--steps", "2", "--step", "0"});
  EXPECT_EQ(difference(result("none.png"), dark), 0);
  enhance("one.png", {"--steps", "2", "--step", "1", "--recipe-out", path("one.json")});
  enhance("two.png", {"--steps", "2", "--step", "2", "--recipe-out", path("two.json")});
  const auto steps = [&](const char* name) { return recipe_from_json(read_file(path(name))).steps; };
  ASSERT_EQ(steps("one.json").size(), 1u);
  ASSERT_EQ(steps("two.json").size(), 2u);
  EXPECT_EQ(steps("one.json")[0], steps("two.json")[0]);
  EXPECT_GT(mean_luma(result("two.png")), mean_luma(result("one.png")));
}

TEST_F(Enhance, StrengthAndWorkingSizeAreObeyed) {
  enhance("off.png", {"--strength", "0", "--step", "6"});
  EXPECT_LE(difference(result("off.png"), dark), 1.5f / 65535);
  enhance("out.png", {"--working-size", "48", "--step", "1", "--steps", "1", "--recipe-out", path("r.json")});
  const Recipe recipe = recipe_from_json(read_file(path("r.json")));
  ASSERT_EQ(recipe.steps.size(), 1u);
  EXPECT_EQ(recipe.steps[0].maps.at(0).width, 48);
  EXPECT_EQ(recipe.steps[0].maps.at(0).height, 32);
}

TEST_F(Enhance, ClarityIsAStepOfItsOwnThatRaisesLocalContrast) {
  enhance("plain.png", {"--step", "6"});
  enhance("clear.png", {"--step", "7", "--clarity", "0.8", "--recipe-out", path("r.json")});
  const Recipe recipe = recipe_from_json(read_file(path("r.json")));
  ASSERT_EQ(recipe.steps.size(), 7u);
  EXPECT_EQ(std::count_if(recipe.steps.begin(), recipe.steps.end(),
                          [](const EditStep& step) { return step.operation == "clarity"; }),
            1);
  const auto texture = [&](const Image& image) { // neighbours differ by the fine pattern alone, or by an edge
    std::vector<float> differences;
    for (int y = 0; y < 60; ++y)
      for (int x = 1; x < 90; ++x) differences.push_back(std::abs(image.at(x, y, 1) - image.at(x - 1, y, 1)));
    std::nth_element(differences.begin(), differences.begin() + 2000, differences.end());
    return differences[2000];
  };
  EXPECT_GT(texture(result("clear.png")), 1.2f * texture(result("plain.png")));
  EXPECT_NE(run({"enhance", path("dark.png"), "-o", path("x.png"), "--clarity", "2"}).code, 0);
}

TEST_F(Enhance, ABadRecipeFileIsKnownBeforeTheWork) {
  const Outcome outcome =
      run({"enhance", path("dark.png"), "-o", path("out.png"), "--recipe-out", path("nowhere/r.json")});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_NE(outcome.err.find("there is no folder"), std::string::npos) << outcome.err;
  EXPECT_EQ(files(), std::vector<std::string>{"dark.png"});
}

TEST_F(Enhance, BenchPrintsItsFigures) {
  const Outcome outcome = run({"bench", "--repeat", "1", "--steps", "1", "--no-full", "--no-big"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  for (const char* text : {"baseline", "loading LibTorch and the model", "1200 x 900, decided at 300 x 225",
                           "deciding at 300 x 225"})
    EXPECT_NE(outcome.out.find(text), std::string::npos) << text << "\n" << outcome.out;
}

} // namespace
} // namespace penumbra::cli
