// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace penumbra {

/// A denoising network without LibTorch in sight. Thread-safe.
class Denoiser {
 public:
  virtual ~Denoiser() = default;
  /// How many pixels around it a pixel's result depends on.
  virtual int margin() const = 0;
  /// Predicts the noise of `picture`, planes [3][height][width], sRGB-encoded, finite, in [0,1], whose sides
  /// are even; `level`, [3][height/2][width/2]: standard deviation of the noise. Writes `noise`
  /// [3][height][width]. Works on the calling thread alone. Throws Error.
  virtual void predict(const float* picture, const float* level, int width, int height,
                       float* noise) const = 0;
};

/// What libpenumbra-agents shows to libpenumbra-core under the name "penumbra_make_denoiser": puts the
/// denoiser, with its weights from `models_folder`, into `denoiser`, or throws Error.
using MakeDenoiser = void(const char* models_folder, std::unique_ptr<Denoiser>* denoiser);

/// The denoiser of the product, loaded at the first use and kept. Throws Error that names what is missing.
const Denoiser& shipped_denoiser();

/// The one of a models folder; needs LibTorch linked.
std::unique_ptr<Denoiser> make_denoiser(const char* models_folder);

} // namespace penumbra
