// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace penumbra {

/// Mean PSNR in dB of one denoiser at one level of Gaussian noise, rounded to 8 bit, and its time for a
/// megapixel in seconds, on one thread.
struct DenoiserScore {
  std::string method;
  double level = 0; ///< 15/255 …
  double psnr = 0, seconds = 0;
};

/// Compares, on every photo of `folder` (at most `side` pixels from its top left corner), the noisy picture,
/// OpenCV's fastNlMeansDenoisingColored (h = 0.9 of the level, for luma and chroma) and each of `weights`
/// (our format or FFDNet's), at each of `levels`. The noise depends on nothing but the photo's place in the
/// list and the level.
std::vector<DenoiserScore> compare_denoisers(const std::string& folder,
                                             const std::vector<std::string>& weights,
                                             const std::vector<double>& levels, int side);

} // namespace penumbra
