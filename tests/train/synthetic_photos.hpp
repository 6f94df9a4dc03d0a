// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/temporary_folder.hpp"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <string>

namespace penumbra {

/// A folder of small made-up photographs that goes with its owner.
class SyntheticPhotos {
 public:
  explicit SyntheticPhotos(int count) {
    for (int i = 0; i < count; ++i) {
      cv::Mat picture(96, 128, CV_8UC3);
      for (int y = 0; y < picture.rows; ++y)
        for (int x = 0; x < picture.cols; ++x)
          for (int c = 0; c < 3; ++c)
            picture.at<cv::Vec3b>(y, x)[c] =
                std::uint8_t(115 + 60 * std::sin(0.05 * (x + i * 7) + c) + 45 * std::cos(0.07 * y + i));
      std::string name = "p";
      name += std::to_string(100 + i);
      cv::imwrite(folder_ / (name += ".png"), picture);
    }
  }
  std::string path() const { return folder_.path(); }

 private:
  test::TemporaryFolder folder_;
};

} // namespace penumbra
