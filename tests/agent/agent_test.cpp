// SPDX-License-Identifier: GPL-3.0-or-later
// The agents as the product reaches them: through libpenumbra-agents and the shipped models.
#include "core/agent/agent.hpp"
#include "core/error.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <numeric>

namespace penumbra {
namespace {

/// A scene with sky, ground and a bright spot, exposed by a factor on linear light.
Image scene(int width, int height, float exposure) {
  Image image(width, height, 3, Encoding::linear);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const float u = float(x) / float(width), v = float(y) / float(height);
      const float sky = v < 0.4f ? 0.75f - 0.3f * v : 0.0f;
      const float ground =
          v >= 0.4f ? 0.08f + 0.25f * (0.5f + 0.5f * std::sin(40 * u) * std::cos(31 * v)) : 0.0f;
      image.at(x, y, 0) = exposure * (sky * 0.8f + ground);
      image.at(x, y, 1) = exposure * (sky * 0.9f + ground * 0.9f);
      image.at(x, y, 2) = exposure * (sky + ground * 0.6f);
    }
  return convert(image, Encoding::srgb);
}

Episode run(const Image& photo, AgentSettings settings = {}) {
  Progress silent;
  return make_agent("all-e")->run(photo, settings, silent);
}

TEST(AllE, BrightensADarkPhotoAndLeavesAGoodOneAlone) {
  const Image dark = scene(400, 300, 0.06f), good = scene(400, 300, 1.0f);
  const Image bright = render(recipe_of(run(dark), 6).steps, dark);
  const Image kept = render(recipe_of(run(good), 6).steps, good);
  EXPECT_GT(mean_luma(bright), 1.6 * mean_luma(dark));
  EXPECT_NEAR(mean_luma(kept), mean_luma(good), 0.12 * mean_luma(good));
}

TEST(AllE, GivesAsManyStepsAsAsked) {
  const Image photo = scene(200, 150, 0.1f);
  for (const int steps : {1, 12}) {
    AgentSettings settings;
    settings.steps = steps;
    const Episode episode = run(photo, settings);
    EXPECT_EQ(int(episode.edits.size()), steps);
    EXPECT_GE(episode.suggested, 0);
    EXPECT_LE(episode.suggested, steps);
  }
}

TEST(AllE, DoesNotDriveANearlyBlackPhotoToTheEnd) {
  const auto gain = [](const Episode& episode) {
    double all = 1;
    for (const EditStep& step : episode.edits) {
      const Floats& a = step.maps.front().values;
      all *= 1 + std::accumulate(a.begin(), a.end(), 0.0) / double(a.size());
    }
    return all;
  };
  AgentSettings twelve;
  twelve.steps = 12;
  const Image black = scene(200, 150, 0.002f);
  EXPECT_NEAR(gain(run(black)), 16, 0.2);
  EXPECT_NEAR(gain(run(black, twelve)), 16, 0.2);
  EXPECT_LT(gain(run(scene(200, 150, 1.0f))), 4);
}

TEST(AllE, DecidesTheSameTwice) {
  const Image photo = scene(200, 150, 0.1f);
  EXPECT_EQ(run(photo).edits, run(photo).edits);
}

TEST(AllE, StrengthChangesTheEditNotTheDecision) {
  const Episode whole = run(scene(200, 150, 0.1f));
  EXPECT_EQ(whole.edits.front().parameters.at("strength"), 1.0) << "agents decide at full strength";
  const std::vector<EditStep> half = with_strength(whole.edits, 0.5);
  EXPECT_EQ(whole.edits.front().maps, half.front().maps);
  EXPECT_EQ(half.front().parameters.at("strength"), 0.5);
}

TEST(AllE, KeepsItsStatesAsTheyAreRendered) {
  const Episode episode = run(scene(200, 150, 0.1f));
  ASSERT_EQ(episode.states.size(), episode.edits.size() + 1);
  EXPECT_EQ(episode.states.front().pixels, episode.observation.pixels);
  for (std::size_t t = 0; t < episode.edits.size(); ++t)
    EXPECT_EQ(render({episode.edits[t]}, episode.states[t]).pixels, episode.states[t + 1].pixels) << t;
}

TEST(AllE, ItsRecipeSurvivesJsonAndNamesTheModel) {
  const Recipe recipe = recipe_of(run(scene(200, 150, 0.1f)), 4);
  EXPECT_EQ(recipe_from_json(to_json(recipe)), recipe);
  EXPECT_EQ(recipe.steps.size(), 4u);
  EXPECT_EQ(recipe.origin.at("model"), "all-e");
  EXPECT_EQ(recipe.origin.at("step"), 4);
}

TEST(AllE, TakesGreyAlphaLinearAndBrokenPixels) {
  Image grey(64, 48, 2, Encoding::linear);
  for (std::size_t i = 0; i < grey.pixels.size(); i += 2)
    grey.pixels[i] = 0.02f + 0.0001f * float(i % 97), grey.pixels[i + 1] = float(i % 3) / 2;
  grey.pixels[0] = NAN;
  grey.pixels[2] = INFINITY;
  const Image result = render(run(grey).edits, grey);
  EXPECT_TRUE(std::isnan(result.pixels[0]));
  EXPECT_TRUE(std::isinf(result.pixels[2]));
  for (std::size_t i = 4; i < grey.pixels.size(); i += 2) {
    ASSERT_TRUE(std::isfinite(result.pixels[i]));
    ASSERT_EQ(result.pixels[i + 1], grey.pixels[i + 1]);
  }
}

TEST(AllE, SuggestsTheStepThatIsExpectedMostOf) {
  AgentSettings settings;
  settings.steps = 4;
  const Episode dark = run(scene(200, 150, 0.06f), settings), good = run(scene(200, 150, 1.0f), settings);
  for (const Episode* episode : {&dark, &good}) {
    ASSERT_EQ(episode->scores.size(), 5u);
    const auto best = std::max_element(episode->scores.begin(), episode->scores.end());
    EXPECT_EQ(episode->suggested, best - episode->scores.begin()) << "the curve that is drawn agrees";
  }
  EXPECT_GT(dark.suggested, 0);
  EXPECT_EQ(good.suggested, 0);
}

TEST(AllE, WithoutAnOracleTheLastStepIsPreselected) {
  namespace fs = std::filesystem;
  const fs::path models = fs::temp_directory_path() / "penumbra-models-without-oracle";
  fs::remove_all(models);
  fs::create_directory(models);
  fs::copy(fs::path(PENUMBRA_TEST_MODELS) / "all-e", models / "all-e", fs::copy_options::recursive);
  std::ifstream in(fs::path(PENUMBRA_TEST_MODELS) / "manifest.json");
  nlohmann::json manifest = nlohmann::json::parse(in), kept = nlohmann::json::array();
  for (const auto& model : manifest.at("models"))
    if (model.at("id") == "all-e") kept.push_back(model);
  manifest["models"] = kept;
  std::ofstream(models / "manifest.json") << manifest;
  Progress silent;
  const auto agent = make_agent("all-e", models.string());
  const Episode episode = agent->run(scene(200, 150, 1.0f), {}, silent);
  EXPECT_TRUE(episode.scores.empty());
  EXPECT_EQ(episode.suggested, 6);

  AgentSettings settings; // a user's own weights take the place of those of the models
  settings.oracle = (fs::path(PENUMBRA_TEST_MODELS) / "oracle/oracle.safetensors").string();
  EXPECT_EQ(agent->run(scene(200, 150, 1.0f), settings, silent).scores.size(), 7u);
  settings.oracle = (models / "all-e/all-e.safetensors").string();
  EXPECT_THROW(agent->run(scene(200, 150, 1.0f), settings, silent), Error) << "these are no oracle's";
  fs::remove_all(models);
}

TEST(AllE, RefusesImpossibleSettings) {
  const Image photo = scene(64, 48, 0.1f);
  for (const auto& [steps, size] : {std::pair{0, 0}, {13, 0}, {6, 5}, {6, 31}, {6, 4097}}) {
    AgentSettings settings;
    settings.steps = steps, settings.working_size = size;
    EXPECT_THROW(run(photo, settings), Error) << steps << ' ' << size;
  }
}

TEST(AllE, CanBeCancelled) {
  struct AtOnce : Progress {
    bool cancelled() override { return true; }
  } cancel;
  EXPECT_THROW(make_agent("all-e")->run(scene(64, 48, 0.1f), {}, cancel), Cancelled);
}

TEST(MakeAgent, SaysWhatIsMissing) {
  try {
    make_agent("nothing");
    FAIL() << "an unknown method was accepted";
  } catch (const Error& problem) {
    EXPECT_NE(std::string(problem.what()).find("all-e"), std::string::npos) << problem.what();
  }
  EXPECT_THROW(make_agent("all-e", "/nowhere"), Error);
}

TEST(MakeAgent, RefusesDamagedWeights) {
  namespace fs = std::filesystem;
  const test::TemporaryFolder copy;
  fs::copy(PENUMBRA_TEST_MODELS, copy.path(), fs::copy_options::recursive);
  {
    std::fstream weights(copy / "all-e/all-e.safetensors", std::ios::in | std::ios::out | std::ios::binary);
    weights.seekp(-1, std::ios::end);
    weights.put('\x7f');
  }
  try {
    make_agent("all-e", copy.path());
    FAIL() << "damaged weights were accepted";
  } catch (const Error& problem) {
    EXPECT_NE(std::string(problem.what()).find("SHA-256"), std::string::npos) << problem.what();
  }
}

TEST(RecipeOf, TakesAllEditsUpToTheStateOrThatOfTheStateAlone) {
  Episode episode;
  episode.edits.resize(3);
  for (int i = 0; i < 3; ++i) episode.edits[std::size_t(i)].version = i + 1;
  EXPECT_EQ(recipe_of(episode, 2).steps, (std::vector<EditStep>{episode.edits[0], episode.edits[1]}));
  episode.composition = Composition::alternatives;
  EXPECT_EQ(recipe_of(episode, 2).steps, std::vector<EditStep>{episode.edits[1]});
  EXPECT_TRUE(recipe_of(episode, 0).steps.empty());
}

TEST(RecipeOf, ChecksTheStep) {
  Episode episode;
  episode.edits.resize(2);
  EXPECT_EQ(recipe_of(episode, 0).steps.size(), 0u);
  EXPECT_THROW(recipe_of(episode, 3), Error);
  EXPECT_THROW(recipe_of(episode, -1), Error);
}

} // namespace
} // namespace penumbra
