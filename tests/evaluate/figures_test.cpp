// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/figures.hpp"

#include "core/edit/curve/curve.hpp"
#include "core/metric/similarity.hpp"
#include "tests/metric/pictures.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

TEST(Judge, ComparesWithTheReferenceAndTheInput) {
  const Image input = metric::flat(20, 40, 60), result = metric::flat(40, 80, 120),
              reference = metric::flat(50, 90, 130);
  const Figures f = judge(result, input, &reference, nullptr);
  EXPECT_NEAR(f.psnr, metric::psnr(result, reference), 1e-12);
  EXPECT_NEAR(f.luma_growth, 2, 1e-12);
  EXPECT_GT(f.psnr_matched, f.psnr);
  EXPECT_GT(f.delta_e, 0);
  EXPECT_EQ(f.clipped, 0);
  EXPECT_TRUE(std::isnan(f.niqe));
  EXPECT_TRUE(std::isnan(f.step));
}

TEST(Judge, LeavesOutWhatNeedsAReference) {
  const Figures f = judge(metric::flat(255, 0, 0), metric::flat(0, 0, 0), nullptr, nullptr);
  EXPECT_TRUE(std::isnan(f.psnr));
  EXPECT_TRUE(std::isnan(f.ssim_matched));
  EXPECT_TRUE(std::isnan(f.luma_growth)); // nothing to grow from
  EXPECT_EQ(f.clipped, 100);
}

TEST(Judge, CapsThePsnrOfAPictureLeftAlone) {
  const Image image = metric::first_picture();
  EXPECT_EQ(judge(image, image, &image, nullptr).psnr, psnr_cap);
}

TEST(Summaries, LeaveOutTheUnknown) {
  EXPECT_NEAR(mean({1, unknown, 3}), 2, 1e-12);
  EXPECT_NEAR(deviation({1, unknown, 3}), 1, 1e-12);
  EXPECT_NEAR(largest({1, unknown, 3, 2}), 3, 1e-12);
  EXPECT_TRUE(std::isnan(mean({unknown})));
  EXPECT_TRUE(std::isnan(deviation({})));
  EXPECT_TRUE(std::isnan(percentile({}, 50)));
  EXPECT_TRUE(std::isnan(largest({unknown})));
}

TEST(Summaries, PercentilesAreLinearBetweenRanks) {
  EXPECT_NEAR(percentile({40, 10, 20, 30}, 50), 25, 1e-12);
  EXPECT_NEAR(percentile({40, 10, 20, 30}, 10), 13, 1e-12);
  EXPECT_NEAR(percentile({40, 10, 20, 30}, 100), 40, 1e-12);
  EXPECT_NEAR(percentile({7}, 10), 7, 1e-12);
}

EditStep step_of(Floats values) {
  Map map(int(values.size()), 1);
  map.values = std::move(values);
  return make_curve_step(map);
}

TEST(ActionSpread, TellsPixelsFromPictures) {
  // two pictures, two steps; within a map the deviation is 0.1, then 0
  Figures a, b;
  add_actions(a, {step_of({0.1f, 0.3f}), step_of({0.5f, 0.5f})});
  add_actions(b, {step_of({0.5f, 0.7f}), step_of({0.5f, 0.5f})});
  const ActionSpread spread = action_spread({a, b});
  EXPECT_NEAR(spread.over_pixels, 0.05, 1e-6);  // (0.1 + 0 + 0.1 + 0) / 4
  EXPECT_NEAR(spread.over_pictures, 0.1, 1e-6); // (0.2 + 0) / 2
  EXPECT_TRUE(std::isnan(action_spread({Figures()}).over_pixels));
}

} // namespace
} // namespace penumbra::evaluate
