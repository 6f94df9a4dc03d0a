// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped oracle on pictures that it was not trained on.
#include "core/model/manifest.hpp"
#include "core/system/all_e/all_e.hpp"
#include "core/train/oracle/oracle_evaluation.hpp"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace penumbra;

namespace {

class ShippedOracle : public testing::Test {
 protected:
  void SetUp() override {
    const char* data = std::getenv("PENUMBRA_DATA");
    if (!data) GTEST_SKIP() << "PENUMBRA_DATA names no pictures";
    data_ = data;
    oracle_ = find_oracle(PENUMBRA_TEST_MODELS);
    ASSERT_NE(oracle_, nullptr) << "the manifest lists no oracle";
  }
  /// Every so-manieth of the photos held out from all training.
  PhotoSet photos(int every) const {
    PhotoSet all = load_photos(data_ + "/photos-dev", 384);
    return hold_out(all, every);
  }
  std::string data_;
  std::unique_ptr<const Oracle> oracle_;
};

} // namespace

TEST_F(ShippedOracle, puts_bracket_references_above_frames_that_are_far_too_dark_or_bright) {
  const PairCount pairs = rank_brackets(*oracle_, data_ + "/brackets-dev");
  EXPECT_GT(pairs.all, 100);
  EXPECT_GE(pairs.percent(), 85.0);
}

TEST_F(ShippedOracle, puts_photographs_above_their_degradations) {
  const RankingTable table = rank_degradations(*oracle_, photos(8));
  EXPECT_GE(table.total.photo_first(), 80.0);
  EXPECT_GE(table.total.graded(), 90.0);
}

TEST_F(ShippedOracle, leaves_good_photographs_nearly_alone) {
  const Ladder ladder = ladder_of(make_all_e(PENUMBRA_TEST_MODELS));
  std::vector<double> psnr;
  for (const LadderResult& result : climb_photos(*oracle_, ladder, photos(4), RankingRule()))
    psnr.push_back(result.psnrs[0] - result.psnr); // the loss against the photo at the working size
  std::sort(psnr.begin(), psnr.end());
  EXPECT_LT(psnr[psnr.size() / 2], 1.0);
  EXPECT_LT(psnr[psnr.size() * 85 / 100], 6.0);
}
