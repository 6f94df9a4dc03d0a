// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/segment/graph.hpp"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/ximgproc/segmentation.hpp>
#include <random>

using namespace penumbra;

namespace {

/// Blocks of colours with noise of `levels` grey values, so that many edges weigh the same.
cv::Mat blocks(int width, int height, unsigned seed, unsigned levels) {
  std::mt19937 random(seed);
  cv::Mat picture(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        picture.ptr<unsigned char>(y)[3 * x + c] =
            static_cast<unsigned char>((x / 7 * 37 + y / 5 * 91 + 17 * c + int(random() % levels)) % 256);
  return picture;
}

} // namespace

TEST(SegmentGraph, gives_the_labels_of_OpenCV) {
  int segments = 0;
  for (unsigned seed = 0; seed < 24; ++seed) {
    const cv::Mat picture = blocks(8 + int(seed * 37 % 90), 8 + int(seed * 53 % 70), seed, 1u << (seed % 7));
    const double sigma = 0.3 + 0.1 * (seed % 6);
    const float scale = 50.0f * float(1 + seed % 9);
    const int min = 2 + int(seed) % 40;
    cv::Mat theirs;
    cv::ximgproc::segmentation::createGraphSegmentation(sigma, scale, min)->processImage(picture, theirs);
    const cv::Mat ours = segment_graph(picture, sigma, scale, min);
    ASSERT_EQ(cv::countNonZero(ours != theirs), 0) << "seed " << seed;
    double largest = 0;
    cv::minMaxLoc(ours, nullptr, &largest);
    segments = std::max(segments, int(largest) + 1);
  }
  EXPECT_GT(segments, 20) << "the pictures are of many parts";
}

TEST(SegmentGraph, of_one_colour_is_one) {
  EXPECT_EQ(cv::countNonZero(segment_graph(cv::Mat(9, 13, CV_8UC3, cv::Scalar(3, 3, 3)), 0.5, 100, 5)), 0);
}
