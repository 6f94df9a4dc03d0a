// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/curve/curve.hpp"
#include "core/tool/clarity.hpp"
#include "core/tool/low_light.hpp"

#include <gtest/gtest.h>

namespace penumbra {
namespace {

Episode four_steps(int best) {
  Episode episode;
  for (int t = 0; t < 4; ++t) episode.edits.push_back(make_curve_step(Map(2, 2)));
  episode.scores = {1, 2, 3, 4, 5};
  episode.suggested = best;
  return episode;
}

TEST(AddClarity, ComesAfterTheBestStateWhichIsThenTheOneWithIt) {
  Episode episode = four_steps(3);
  add_clarity(episode, 0.4);
  ASSERT_EQ(episode.edits.size(), 5u);
  EXPECT_EQ(episode.edits[3].operation, "clarity");
  EXPECT_EQ(episode.edits[3].parameters.at("amount"), 0.4);
  EXPECT_EQ(episode.suggested, 4);
  EXPECT_EQ(episode.scores, (std::vector<double>{1, 2, 3, 4, 4, 5}));
  EXPECT_EQ(episode.origin.at("clarity"), 0.4);
}

TEST(AddClarity, LeavesAPhotoAloneThatIsBestLeftAlone) {
  Episode episode = four_steps(0);
  add_clarity(episode, 0.4);
  EXPECT_EQ(episode.suggested, 0);
  EXPECT_EQ(episode.edits.back().operation, "clarity");
  EXPECT_EQ(episode.scores, (std::vector<double>{1, 2, 3, 4, 5, 5}));
}

TEST(Clarity, IsAppliedOnlyWhereItIsAskedFor) {
  host::Values values(host::low_light_table());
  const auto apply = host::low_light_tool().apply;
  EXPECT_EQ(apply(four_steps(2), values).edits.size(), 4u);
  values.set("clarity", 0.5);
  EXPECT_EQ(apply(four_steps(2), values).edits[2].operation, "clarity");
}

} // namespace
} // namespace penumbra
