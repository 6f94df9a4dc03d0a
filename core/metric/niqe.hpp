// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"

#include <string>
#include <vector>

namespace penumbra::metric {

/// What pristine photographs look like to NIQE: a multivariate Gaussian over 36 features, and the window of
/// the local normalisation.
struct NiqeModel {
  std::vector<double> mean;       ///< [36]
  std::vector<double> covariance; ///< [36,36]
  std::vector<double> window;     ///< [7,7], sums to 1
};

/// Reads the tensors mu [36], cov [36,36] and gaussian_window [7,7] of a safetensors file. Throws Error.
NiqeModel read_niqe_model(const std::string& path);

/// The smallest side that niqe() takes: two blocks.
constexpr int niqe_least_side = 192;

/// NIQE (Mittal, Soundararajan, Bovik 2013), lower is better; differences below 0.1 mean little.
///
/// The picture is rounded to 8-bit sRGB; luma 16…235 (Rec. 601), rounded, cut at the right and at the bottom
/// to whole blocks of 96x96, no border cropped. At two scales (the second reduced by 2 with an antialiased
/// bicubic kernel, blocks of 48x48) the luma is normalised by its local mean and deviation, and for each
/// block 18 parameters of generalised Gaussian fits to the coefficients and to the products of neighbours are
/// the features; the score is the distance of their Gaussian from the model's. Throws Error where a side is
/// below niqe_least_side, or where too little of the picture has any texture (fewer than two blocks).
double niqe(const Image& image, const NiqeModel& model);

} // namespace penumbra::metric
