#pragma once

#include "core/model/safetensors.hpp"

#include <torch/nn.h>

namespace penumbra {

/// A policy that sees the place: the exposure that every place of a picture is due, from the whole picture. Not
/// in the DeepExposure paper, whose network sees one segment at a time, its place only as a black surrounding
/// (appendix F); a U-Net (Ronneberger et al. 2015, arXiv 1505.04597) with the picture's mean and maximum added at
/// its bottom.
///
///   input [N,3,H,W], H and W multiples of 16: R, G, B less 0.5, and log2 of the linear luminance + 2^-10
///     conv 3x3 -> 16, 32, 64, 96, 96, halved (area) between them      leaky ReLU 0.1
///     at the bottom: mean and maximum over the places -> linear, added; -> linear, sigmoid: the gate
///     conv 3x3 -> 96, 64, 32, 16, doubled (bilinear) and joined with the level of that size
///     conv 3x3 -> 1, tanh of its half, times 3.5, times the gate      [N,H,W] in EV
///
/// The gate lets one decision about the whole picture, to leave it alone, act on every place.
class ExposureMapNetImpl : public torch::nn::Module {
 public:
  ExposureMapNetImpl();
  torch::Tensor forward(const torch::Tensor& picture);

 private:
  torch::nn::ModuleList down_, up_;
  torch::nn::Linear whole_{nullptr}, gate_{nullptr};
  torch::nn::Conv2d output_{nullptr};
};
TORCH_MODULE(ExposureMapNet);

/// What the metadata of such weights say under "network".
inline constexpr const char* exposure_map_network = "exposure-map";

/// Stores a policy, and builds one from a file; throws Error where the tensors do not fit.
void store(const ExposureMapNet& policy, TensorFile& file);
ExposureMapNet load_exposure_map_policy(const TensorFile& file);

} // namespace penumbra
