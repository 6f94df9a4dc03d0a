// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <random>
#include <torch/types.h>

namespace penumbra {

/// Noise to train a denoiser on. Levels are standard deviations of sRGB-encoded values in [0,1].
struct NoiseModel {
  double max = 50.0 / 255;         ///< levels are uniform in [0, most]
  double uneven = 0.25;            ///< share of pictures whose Gaussian noise varies smoothly over the place
  double camera = 0.4;             ///< share of pictures taken dark by a camera and brightened afterwards
  double correlated = 0.3;         ///< share of those whose noise a camera has already smeared
  double min_ev = 0.5, max_ev = 5; ///< how dark they were taken
  double map_spread = 0.25;        ///< natural logarithm of the error of the told level in those
  double grey = 0.06; ///< share of grey pictures: the three channels are alike, and so is their noise
};

/// A picture, the same with noise, and the standard deviation that the denoiser is told: [N,3,H,W] each.
struct NoisyBatch {
  torch::Tensor clean, noisy, level;
};

/// Adds noise to `clean` [N,3,H,W]: each picture gets one of three kinds.
///  - Gaussian, the same everywhere;
///  - Gaussian, its level varying smoothly;
///  - camera-like: shot and read noise on the light of a darkened exposure, clipped at black, rounded to 8
///  bit
///    and brightened back. The level is told as the product would estimate it: from the surroundings of a
///    place, with an error.
NoisyBatch add_noise(const torch::Tensor& clean, const NoiseModel& model, std::mt19937_64& random);

/// What one camera does in the dark.
struct CameraNoise {
  double ev = 3;       ///< exposure below that of the clean picture
  double shot = 0.01;  ///< standard deviation at full scale, in linear light of the dark exposure
  double read = 0.002; ///< standard deviation at black, likewise
  double smear = 0;    ///< standard deviation in pixels of the blur that the noise has gone through
};

/// Standard deviation of a camera's noise, sRGB-encoded, rounding to 8 bit included, to first order and from
/// the surroundings of a place: of the dark exposure, and of the same brightened back. [N,3,H,W] each.
struct CameraDeviation {
  torch::Tensor dark, bright;
};

/// Draws a ratio of read to shot noise, and sets both for the exposure `camera.ev` of `clean` so that the
/// noise of the brightened picture has a mean deviation of `level`.
CameraDeviation set_camera_noise(const torch::Tensor& clean, double level, std::mt19937_64& random,
                                 CameraNoise& camera);

/// A dark exposure of `clean` [N,3,H,W] with shot and read noise: sRGB-encoded, rounded to 8 bit.
torch::Tensor dark_exposure(const torch::Tensor& clean, const CameraNoise& camera);

/// Brightens a dark exposure by `ev`, in linear light; sRGB-encoded, in [0,1].
torch::Tensor brighten(const torch::Tensor& dark, double ev);

} // namespace penumbra
