// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/ranking.hpp"
#include "core/error.hpp"

#include <gtest/gtest.h>
#include <limits>

using namespace penumbra;

namespace {

constexpr RankingRule rule{0.25, 2, 0.1, 0.1};

int best_of(const std::vector<double>& scores) {
  return best_state(scores, 0, rule);
}

} // namespace

TEST(BestState, is_the_highest_score_where_it_is_clear) {
  EXPECT_EQ(best_of({4, 5, 7, 6}), 2);
  EXPECT_EQ(best_of({4, 5, 6, 7}), 3);
}

TEST(BestState, of_equals_is_the_latest_which_the_agent_aims_at) {
  EXPECT_EQ(best_of({4, 6.95, 7, 6.95}), 3);
  EXPECT_EQ(best_of({4, 7, 7, 6.85}), 2);
  EXPECT_EQ(best_of({4, 7, 6.85, 6.95, 6.5}), 3);
}

TEST(BestState, leaves_the_photo_alone_unless_the_gain_is_sure) {
  EXPECT_EQ(best_of({6, 6.1, 6.2, 6.2}), 0);
  EXPECT_EQ(best_of({6, 6.1, 6.3, 6.15}), 2);
  EXPECT_EQ(best_of({6, 5, 4}), 0);
}

TEST(BestState, needs_more_gain_where_colours_are_lights) {
  EXPECT_EQ(best_state({5, 5.8}, 0.1, rule), 1);
  EXPECT_EQ(best_state({5, 5.8}, 0.4, rule), 1); // needs 2 (0.4 - 0.1) = 0.6
  EXPECT_EQ(best_state({5, 5.8}, 0.6, rule), 0); // needs 1.0
}

TEST(Vividness, is_the_strength_of_the_strongest_colours) {
  Image photo(10, 10, 3);
  std::fill(photo.pixels.begin(), photo.pixels.end(), 0.5f);
  EXPECT_DOUBLE_EQ(vividness(photo), 0);
  for (std::size_t i = 0; i < 10; ++i) photo.pixels[3 * i] = 0.9f; // a tenth of it reddish
  EXPECT_NEAR(vividness(photo), 0.4, 1e-6);
  EXPECT_DOUBLE_EQ(vividness(Image(4, 4, 1)), 0);
}

TEST(BestState, never_is_one_that_could_not_be_judged) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  EXPECT_EQ(best_of({5, nan, inf, 6}), 3);
  EXPECT_EQ(best_of({nan, 4, 6}), 2);
  EXPECT_EQ(best_of({nan, nan}), 0);
}

TEST(BestState, needs_a_state) {
  EXPECT_EQ(best_of({3}), 0);
  EXPECT_THROW(best_of({}), Error);
}
