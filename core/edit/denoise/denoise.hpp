// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"

namespace penumbra {

/// Operation "denoise", version 1: takes off the noise that a network predicts (FFDNet, core/nn/torch/ffdnet.hpp).
///
/// parameters:
///   "sigma" 0…0.5   standard deviation of the noise in sRGB-encoded values, where the map is 1
///   "amount" 0…1    share of the predicted noise that is taken off; 1 where absent. 0 changes nothing.
///   "width"         width in pixels of the picture on which sigma was measured; 0 or absent: any. On a
///                   reduced copy of it, whose pixels are means of many, the noise is as much weaker.
/// maps[0], may be absent: how much stronger the noise is at a place, [h,w,1 or 3], 0…256: it grows with how
/// much a place was brightened since sigma was measured. Like the maps of curves it follows the edges of the
/// photo, by a guided filter on the luminance of the step's input.
///
/// NaN and infinities count as 0 and become finite; values beyond [0,1] are clamped for the prediction only.
/// Loads LibTorch and the model "denoiser" when a recipe with it is prepared; Error where they are missing.
PENUMBRA_API EditStep make_denoise_step(double sigma, double amount, int width, Map level = {});

} // namespace penumbra
