// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/safetensors.hpp"

#include <torch/nn.h>

namespace penumbra {

/// The side of the pictures that DeepExposure's networks see.
constexpr int exposure_side = 64;

/// Channels of a policy's state: the segment's sub-image, the running direct fusion, the input; and of what a
/// value network or discriminator judges: the picture and three constant planes.
constexpr int policy_channels = 9, critic_channels = 6;

/// DeepExposure's network, alike for policy, value and discriminator (appendix F, figure 2).
///
///   input [N,channels,64,64]
///     conv 4x4 stride 2 -> 32   leaky ReLU 0.2     [N, 32,32,32]
///     conv 4x4 stride 2 -> 64   leaky ReLU 0.2     [N, 64,16,16]
///     conv 4x4 stride 2 -> 128  leaky ReLU 0.2     [N,128, 8, 8]
///     conv 4x4 stride 2 -> 256  leaky ReLU 0.2     [N,256, 4, 4]
///     dropout, then beside it `facts` numbers that are known of the state (segment_facts), 0 in the paper
///     linear -> 128             leaky ReLU 0.2
///     linear -> 1                                  [N]
class ExposureNetImpl : public torch::nn::Module {
 public:
  explicit ExposureNetImpl(int channels, double dropout = 0.5, int facts = 0);
  /// `facts` [N,facts()]; undefined where there are none.
  torch::Tensor forward(const torch::Tensor& input, const torch::Tensor& facts = {});
  int channels() const { return channels_; }
  int facts() const { return facts_; }

 private:
  int channels_, facts_;
  torch::nn::ModuleList convolutions_;
  torch::nn::Dropout dropout_{nullptr};
  torch::nn::Linear features_{nullptr}, output_{nullptr};
};
TORCH_MODULE(ExposureNet);

/// log2 of the linear luminance + 2^-10 of pictures [N,3,H,W] (sRGB-encoded, in [0,1]), [N,H,W].
torch::Tensor log_luminance(const torch::Tensor& picture);

/// What a policy is told of its state [N,9,64,64] in numbers, [N,segment_facts_count], as RLPixTuner's agent is
/// (Wu et al. 2024): light is log2 of the linear luminance + 2^-10, in tenths. Of the segment: mean and deviation
/// of its light, its area, its clipped share; of the running fusion: mean light; of the input: mean and deviation
/// of its light, five quantiles (0.05, 0.25, 0.5, 0.75, 0.95), clipped share.
torch::Tensor segment_facts(const torch::Tensor& state);
constexpr int segment_facts_count = 13;

/// The range of DeepExposure's policies, in EV: that of the framework it builds on.
inline constexpr double max_policy_ev = 3.5;

/// The policy's exposure in EV, [N], of states [N,9,64,64]: 3.5 tanh of the network's output. Facts are made of
/// the state where the policy asks for them.
torch::Tensor policy_ev(ExposureNet& policy, const torch::Tensor& state);

/// What a critic sees of pictures [N,3,64,64] in [0,1]: the picture and, as constant planes, its mean
/// luminance, the variance of its luminance ("contrast") and its mean saturation, [N,6,64,64].
torch::Tensor critic_input(const torch::Tensor& picture);

/// Stores a policy, and builds one from a file; throws Error where the tensors do not fit.
void store(const ExposureNet& policy, TensorFile& file);
ExposureNet load_exposure_policy(const TensorFile& file);

} // namespace penumbra
