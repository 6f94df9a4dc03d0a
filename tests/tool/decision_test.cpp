// SPDX-License-Identifier: GPL-3.0-or-later
// What is not picture is neither looked at nor edited, whatever the tool.

#include "core/tool/decision.hpp"

#include "core/agent/sliders.hpp"
#include "core/edit/curve/curve.hpp"
#include "core/edit/engine/within.hpp"
#include "core/edit/fusion/fusion.hpp"

#include <gtest/gtest.h>
#include <random>

namespace penumbra::host {
namespace {

constexpr Rect place{24, 40, 160, 120};

Image scene() {
  Image out(place.width, place.height, 3);
  std::mt19937 random(5);
  std::uniform_real_distribution<float> detail(0.05f, 0.4f);
  for (float& v : out.pixels) v = detail(random);
  return out;
}

/// With a frame of `colour`.
Image framed(const Image& inner, float colour) {
  Image out(place.width + 50, place.height + 80, 3);
  for (float& v : out.pixels) v = colour;
  paste(inner, out, place.x, place.y);
  return out;
}

/// Decides by the mean of what it sees.
class Judge : public Agent {
 public:
  explicit Judge(std::string tool) : tool_(std::move(tool)) {}
  Episode run(const Input& input, const AgentSettings&, Progress&) override {
    Episode episode;
    episode.observation = observe(input.photo, 64);
    const double seen = mean_luma(episode.observation);
    const double wanted = input.reference ? mean_luma(observe(*input.reference, 64)) : 0.5;
    Map map(8, 6);
    if (tool_ == "low-light") {
      std::fill(map.values.begin(), map.values.end(), float(std::round(64 * (wanted - seen)) / 64));
      episode.edits = {make_curve_step(map)};
    } else if (tool_ == "local-exposure") {
      FusionPlan plan;
      for (std::size_t i = 0; i < map.values.size(); ++i) map.values[i] = i % 8 > 3;
      plan.labels = map;
      plan.segments = {{4 * (wanted - seen), true}, {2 * (wanted - seen), true}};
      episode.edits = {make_fusion_step(plan)};
    } else {
      FinishValues values{};
      values[0] = std::round(1000 * (wanted - seen)) / 1000, values[8] = 0.5;
      episode.composition = Composition::alternatives;
      episode.edits = {make_finish_step(values)};
      episode.scores = {1, 0};
    }
    episode.suggested = 1;
    return episode;
  }

 private:
  std::string tool_;
};

Recipe recipe_of(const Tool& tool, const Image& photo, const Image* reference = nullptr) {
  Deciding deciding([&](const std::string&) { return std::make_unique<Judge>(tool.table.id); });
  Progress silent;
  Values values(tool.table);
  if (reference) values.set("reference", "a.jpg");
  const Episode decided = decide(tool, {photo, reference}, decision_of(values), deciding, silent);
  const Episode applied = apply(tool, decided, values);
  return penumbra::recipe_of(applied, state_of(tool, applied, values));
}

TEST(Decision, EditsAPhotoInAFrameAsWithoutItAndNoBitOfTheFrame) {
  const Image photo = scene(), reference = scene();
  for (const Tool* tool : tools())
    for (const float colour : {0.0f, 0.7f, 1.0f}) {
      const Image* const look = tool->wants_reference ? &reference : nullptr;
      const Image with = framed(photo, colour), alone = render(recipe_of(*tool, photo, look).steps, photo);
      Image expected = with;
      paste(alone, expected, place.x, place.y);
      EXPECT_EQ(render(recipe_of(*tool, with, look).steps, with).pixels, expected.pixels)
          << tool->table.id << ' ' << colour;
      EXPECT_EQ(alone.pixels == photo.pixels, false) << tool->table.id;
    }
}

TEST(Decision, EditsNothingOfAFrameWhereNobodyIsAsked) {
  const Image photo = framed(scene(), 0);
  const Tool& tool = *find_tool("match-look");
  Values values(tool.table);
  values.set("by-hand", {{"contrast", 0.3}});
  Deciding deciding([](const std::string&) -> std::unique_ptr<Agent> { throw Error("nobody is asked"); });
  Progress silent;
  const Episode decided = decide(tool, {photo, nullptr}, decision_of(values), deciding, silent);
  const Image edited = render(penumbra::recipe_of(apply(tool, decided, values), 1).steps, photo);
  EXPECT_EQ(crop(edited, {0, 0, photo.width, place.y}).pixels,
            crop(photo, {0, 0, photo.width, place.y}).pixels);
  EXPECT_NE(crop(edited, place).pixels, crop(photo, place).pixels);
}

TEST(Decision, DoesNotLookAtTheFrameOfAReference) {
  const Image photo = scene();
  Image reference = scene();
  for (float& v : reference.pixels) v = std::min(1.0f, 1.6f * v);
  const Image in_frame = framed(reference, 1);
  EXPECT_EQ(recipe_of(*find_tool("match-look"), photo, &in_frame).steps,
            recipe_of(*find_tool("match-look"), photo, &reference).steps);
}

TEST(Decision, LeavesRecipesOfPhotosWithoutFramesAsTheyWere) {
  for (const EditStep& step : recipe_of(*tools().front(), scene()).steps)
    EXPECT_FALSE(step.parameters.contains("within"));
}

TEST(Decision, NeverLetsHiddenColoursReachTheVisiblePart) {
  const Image inner = scene();
  Image photo(place.width + 50, place.height + 80, 4);
  const auto fill = [&](unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> any(0, 1);
    for (int y = 0; y < photo.height; ++y)
      for (int x = 0; x < photo.width; ++x) {
        const int u = x - place.x, v = y - place.y;
        // A hole in the middle is hidden, too.
        const bool seen =
            u >= 0 && v >= 0 && u < place.width && v < place.height && (u < 60 || u > 90 || v < 40 || v > 70);
        for (int c = 0; c < 3; ++c) photo.at(x, y, c) = seen ? inner.at(u, v, c) : any(random);
        photo.at(x, y, 3) = seen;
      }
  };
  const Image reference = scene();
  for (const Tool* tool : tools()) {
    const Image* const look = tool->wants_reference ? &reference : nullptr;
    Image results[2];
    for (unsigned i = 0; i < 2; ++i) {
      fill(i + 1);
      results[i] = render(recipe_of(*tool, photo, look).steps, photo);
    }
    double worst = 0;
    for (std::size_t i = 0; i < photo.pixels.size(); ++i)
      if (photo.pixels[i / 4 * 4 + 3] > 0)
        worst = std::max(worst, std::fabs(double(results[0].pixels[i]) - results[1].pixels[i]));
    EXPECT_EQ(worst, 0) << tool->table.id;
  }
}

} // namespace
} // namespace penumbra::host
