// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/report.hpp"

#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

Figures with_niqe(double niqe) {
  Figures f;
  f.niqe = niqe;
  return f;
}

const Column* column(const std::vector<Column>& all, const std::string& title) {
  for (const Column& c : all)
    if (c.title == title) return &c;
  return nullptr;
}

TEST(Report, GivesNiqeOfEachFamilyOfNames) {
  SetResult result{{"lowlight", Kind::photos, {{"dicm_1", "", ""}, {"dicm_2", "", ""}, {"lime_1", "", ""}}},
                   {{"none", {with_niqe(3), with_niqe(4), with_niqe(5)}}}};
  const std::vector<Column> all = columns(result);
  ASSERT_TRUE(column(all, "NIQE") && column(all, "NIQE dicm") && column(all, "NIQE lime"));
  EXPECT_NEAR(column(all, "NIQE")->values[0], 4, 1e-12);
  EXPECT_NEAR(column(all, "NIQE dicm")->values[0], 3.5, 1e-12);
  EXPECT_NEAR(column(all, "NIQE lime")->values[0], 5, 1e-12);
  EXPECT_EQ(column(all, "PSNR"), nullptr); // nobody knows it

  result.set.items[2].name = "single";
  EXPECT_EQ(column(columns(result), "NIQE dicm"), nullptr);
}

TEST(Report, GivesMedianAndTenthPercentileOfWhatIsToBeKept) {
  SetResult result{{"good", Kind::keep, {{"a", "", ""}, {"b", "", ""}, {"c", "", ""}}}, {{"m", {}}}};
  for (const double psnr : {20.0, 60.0, 30.0}) {
    Figures f;
    f.psnr = psnr;
    result.methods[0].figures.push_back(f);
  }
  const std::vector<Column> all = columns(result);
  ASSERT_TRUE(column(all, "PSNR median") && column(all, "PSNR 10 %"));
  EXPECT_NEAR(column(all, "PSNR median")->values[0], 30, 1e-12);
  EXPECT_NEAR(column(all, "PSNR 10 %")->values[0], 22, 1e-12);
}

TEST(Report, TimesAreMediansSoThatTheFirstRunWeighsLittle) {
  SetResult result{{"s", Kind::photos, {{"a", "", ""}, {"b", "", ""}, {"c", "", ""}}}, {{"m", {}}}};
  for (const double seconds : {5.0, 0.1, 0.2}) {
    Figures f;
    f.decide_seconds = seconds;
    result.methods[0].figures.push_back(f);
  }
  EXPECT_NEAR(column(columns(result), "decide s")->values[0], 0.2, 1e-12);
}

TEST(Report, TableIsMarkdownWithOneRowAMethod) {
  const SetResult result{{"s", Kind::photos, {{"a", "", ""}}},
                         {{"none", {with_niqe(3.14159)}}, {"all-e:mean-map", {with_niqe(unknown)}}}};
  EXPECT_EQ(table(result), "### s: 1, photos without references\n\n"
                           "| method         | NIQE |\n"
                           "|----------------|------|\n"
                           "| none           | 3.14 |\n"
                           "| all-e:mean-map |      |\n");
}

TEST(Report, CsvQuotesNamesAndLeavesTheUnknownEmpty) {
  Figures f = with_niqe(3.25);
  f.psnr = 20.5;
  const std::string out = csv({{{"a,b", Kind::photos, {{"say \"hi\"", "", ""}}}, {{"none", {f}}}}});
  EXPECT_EQ(
      out.substr(0, out.find('\n')),
      "set,method,picture,psnr,ssim,psnr_mean_matched,ssim_mean_matched,delta_e2000,niqe,mean_luma,luma_"
      "growth,"
      "clipped_percent,black_percent,hue_change_degrees,step,steps,action_mean,action_spread_over_pixels,"
      "decide_seconds,render_seconds");
  EXPECT_EQ(out.substr(out.find('\n') + 1),
            "\"a,b\",none,\"say \"\"hi\"\"\",20.5000,,,,,3.2500,,,,,,,,,,,\n");
}

} // namespace
} // namespace penumbra::evaluate
