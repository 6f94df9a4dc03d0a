// SPDX-License-Identifier: GPL-3.0-or-later
// The suggested step does not depend on the strength. Were the steps compared at the strength that a person
// chose, photos would come to be "bright enough" by being brightened less.

#include "core/agent/agent.hpp"
#include "core/nn/torch/oracle.hpp"
#include "core/system/rank_states.hpp"
#include "core/tool/low_light.hpp"
#include "tests/tool/fake_host.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace penumbra {
namespace {

/// A room with a window: dim, but not black.
Image room(float exposure) {
  Image image(240, 160, 3, Encoding::linear);
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const float u = float(x) / 240, v = float(y) / 160;
        const bool window = u > 0.6f && u < 0.85f && v > 0.15f && v < 0.5f;
        const float wall = 0.12f + 0.05f * std::sin(50 * u) * std::cos(37 * v) + 0.08f * v * float(3 - c) / 3;
        image.at(x, y, c) = exposure * (window ? 0.9f : wall);
      }
  return convert(image, Encoding::srgb);
}

int committed_step(const Image& photo, double strength) {
  host::FakeHost host;
  host.photo = photo;
  host::Values values(host::low_light_table());
  values.set("strength", strength);
  int step = -1;
  host::Means means;
  means.make = [](const std::string& id) { return make_agent(id, PENUMBRA_TEST_MODELS); };
  means.chosen = [&](const host::Choosing&, const Episode&, int state) { step = state; };
  host::run(host, host::low_light_tool(), values, means);
  return step;
}

TEST(Strength, DoesNotChangeTheSuggestedStepAlthoughWeakerStatesWouldBeRatedOtherwise) {
  const std::shared_ptr<const Oracle> oracle = find_oracle(PENUMBRA_TEST_MODELS);
  ASSERT_TRUE(oracle);
  const auto agent = make_agent("all-e", PENUMBRA_TEST_MODELS);
  Progress silent;
  // The brighter the room, the less it is due. By bisection: how bright it is where the weaker states would make
  // the suggestion change, and where the decided ones do; whatever lies between the two shows the difference.
  const auto brightened = [&](const Image& photo, double strength) {
    Episode episode = agent->run(photo, {}, silent);
    if (strength != 1) {
      episode.edits = with_strength(episode.edits, strength);
      episode.states.clear(); // to be rendered at that strength
      rank_states(episode, *oracle, silent);
    }
    return episode.suggested > 0;
  };
  const auto border = [&](double strength) {
    float dark = 0.02f, bright = 6.0f;
    EXPECT_TRUE(brightened(room(dark), strength));
    EXPECT_FALSE(brightened(room(bright), strength));
    for (int i = 0; i < 12; ++i) {
      const float middle = std::sqrt(dark * bright);
      (brightened(room(middle), strength) ? dark : bright) = middle;
    }
    return std::sqrt(dark * bright);
  };
  const float decided = border(1.0), weak = border(0.5);
  const Image photo = room(std::sqrt(decided * weak));
  const Episode episode = agent->run(photo, {}, silent);
  ASSERT_NE(brightened(photo, 0.5), episode.suggested > 0) << "between " << decided << " and " << weak;
  for (const double strength : {1.0, 0.5, 0.3})
    EXPECT_EQ(committed_step(photo, strength), episode.suggested) << strength;
}

} // namespace
} // namespace penumbra
