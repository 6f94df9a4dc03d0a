// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"

#include <torch/nn.h>

namespace penumbra {

/// A policy that sees the place: the exposure that every place of a picture is due, from the whole picture. Not
/// in the DeepExposure paper, whose network sees one segment at a time, its place only as a black surrounding
/// (appendix F); a U-Net (Ronneberger et al. 2015, arXiv 1505.04597) with what holds
/// for the whole picture added at its bottom: how bright a photo should be says its histogram rather than any place
/// of it.
///
///   input [N,3,H,W], H and W multiples of 16: R, G, B less 0.5, and log2 of the linear luminance + 2^-10
///     conv 3x3 -> 16, 32, 64, 96, 96, halved (area) between them      leaky ReLU 0.1
///     the picture's histogram: 20 quantiles of max(R,G,B), of min(R,G,B) and of their mean
///       -> linear 64, leaky ReLU -> linear 32, leaky ReLU
///     at the bottom, mean and maximum over the places, and the histogram's 32 -> linear, added;
///       -> linear, sigmoid: the gate, the shoulder; -> linear: what is the same for all places
///     conv 3x3 -> 96, 64, 32, 16, doubled (bilinear) and joined with the level of that size
///     conv 3x3 -> 1, and the same for all places: tanh of 0.4 of their sum, times 5, times the gate  [N,H,W] in EV
///
/// The gate lets one decision about the whole picture, to leave it alone, act on every place. The shoulder [N] says
/// how far the exposures hold the highlights (expose()): a photo that somebody darkened evenly gets its whites back
/// without one, a scene whose light is fused keeps them with one.
struct ExposureMap {
  torch::Tensor ev, shoulder;
};
class ExposureMapNetImpl : public torch::nn::Module {
 public:
  ExposureMapNetImpl();
  ExposureMap forward(const torch::Tensor& picture);

 private:
  torch::nn::ModuleList down_, up_;
  torch::nn::ModuleList histogram_;
  torch::nn::Linear whole_{nullptr}, gate_{nullptr}, shoulder_{nullptr}, all_places_{nullptr};
  torch::nn::Conv2d output_{nullptr};
};
TORCH_MODULE(ExposureMapNet);

/// What the metadata of such weights say under "network".
inline constexpr const char* exposure_map_network = "exposure-map";

/// Stores a policy, and builds one from a file; throws Error where the tensors do not fit.
void store(const ExposureMapNet& policy, TensorFile& file);
ExposureMapNet load_exposure_map_policy(const TensorFile& file);

} // namespace penumbra
