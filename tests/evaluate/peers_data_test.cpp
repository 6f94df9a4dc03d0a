// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/evaluate.hpp"

#include <cstdlib>
#include <gtest/gtest.h>

namespace penumbra::evaluate {
namespace {

double value(const SetResult& result, const std::string& title, std::size_t method) {
  for (const Column& column : columns(result))
    if (column.title == title) return column.values[method];
  return unknown;
}

/// Figures of the baselines by an independent program on the same pictures, each to its last digit.
TEST(PeersOnPhotographs, BaselinesAgreeWithAnIndependentProgram) {
  const char* data = std::getenv("PENUMBRA_DATA");
  const char* oracles = std::getenv("PENUMBRA_ORACLES");
  if (!data || !oracles) GTEST_SKIP() << "PENUMBRA_DATA and PENUMBRA_ORACLES name no pictures and parameters";
  Options options;
  options.folders = {std::string(data) + "/brackets-dev"};
  options.methods = {"none", "auto-levels", "gamma100", "clahe"};
  options.niqe_model = std::string(oracles) + "/niqe.safetensors";
  Progress progress;
  const SetResult result = evaluate(options, progress).front();
  const struct {
    double psnr, ssim, psnr_matched, ssim_matched, niqe, luma;
  } peers[] = {{10.42, 0.4164, 19.77, 0.7490, 3.76, 41},
               {13.51, 0.5517, 18.99, 0.7257, 3.53, 64},
               {19.32, 0.7720, 22.19, 0.7829, 3.73, 100},
               {14.19, 0.6358, 19.87, 0.7427, 3.26, 68}};
  for (std::size_t m = 0; m < 4; ++m) {
    const std::string& name = options.methods[m];
    EXPECT_NEAR(value(result, "PSNR", m), peers[m].psnr, 0.0051) << name;
    EXPECT_NEAR(value(result, "SSIM", m), peers[m].ssim, 0.00011) << name;
    EXPECT_NEAR(value(result, "PSNR, mean matched", m), peers[m].psnr_matched, 0.0051) << name;
    EXPECT_NEAR(value(result, "SSIM, mean matched", m), peers[m].ssim_matched, 0.00011) << name;
    EXPECT_NEAR(value(result, "NIQE", m), peers[m].niqe, 0.0051) << name;
    EXPECT_NEAR(value(result, "mean luma", m), peers[m].luma, 0.51) << name;
  }
}

TEST(PeersOnPhotographs, UntouchedPhotosAgreeWithAnIndependentProgram) {
  const char* data = std::getenv("PENUMBRA_DATA");
  const char* oracles = std::getenv("PENUMBRA_ORACLES");
  if (!data || !oracles) GTEST_SKIP() << "PENUMBRA_DATA and PENUMBRA_ORACLES name no pictures and parameters";
  Options options;
  options.folders = {std::string(data) + "/lowlight-dev"};
  options.methods = {"none"};
  options.niqe_model = std::string(oracles) + "/niqe.safetensors";
  Progress progress;
  const SetResult result = evaluate(options, progress).front();
  EXPECT_NEAR(value(result, "NIQE", 0), 4.32, 0.0051);
  EXPECT_NEAR(value(result, "NIQE lime", 0), 4.62, 0.0051);
  EXPECT_NEAR(value(result, "NIQE dicm", 0), 4.27, 0.0051);
  EXPECT_NEAR(value(result, "mean luma", 0), 78, 0.51);
  EXPECT_NEAR(value(result, "% clipped", 0), 3.0, 0.051);
  EXPECT_NEAR(value(result, "% black", 0), 12.9, 0.051);
}

} // namespace
} // namespace penumbra::evaluate
