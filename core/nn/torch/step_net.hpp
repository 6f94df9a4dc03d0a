// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image.hpp"
#include "core/model/safetensors.hpp"

#include <torch/nn.h>
#include <vector>

namespace penumbra {

/// Estimates how near a state of an episode is to the picture that the photo should have become, from the photo
/// and the state alone: the peak signal-to-noise ratio in dB that it would have against a reference, were there
/// one. The step to suggest is the state that it expects most of. A critic in the sense of value-based methods:
/// the value of stopping here; learnt by regression from episodes on photographs whose reference is known
/// (core/train/low_light/step_trainer.hpp). Ours, of no paper.
///
///   photo and state [N,3,H,W], both reduced (area) to 64 x 64
///     photo and state less 0.5, state less photo, log2 of the photo's and the state's luminance    [N,11,64,64]
///     conv 3x3 -> 16, 32, 64, 96, halved (area) between them      leaky ReLU 0.1
///     mean and maximum over the places                            [N,192]
///     histograms of both: 20 quantiles of max(R,G,B), of min(R,G,B) and of their mean each   [N,120]
///       -> linear 64, leaky ReLU -> linear 64, leaky ReLU
///   both -> linear 64, leaky ReLU -> linear 1, times 10, plus 20: dB                         [N]
class StepNetImpl : public torch::nn::Module {
 public:
  StepNetImpl();
  torch::Tensor forward(const torch::Tensor& photo, const torch::Tensor& state);

 private:
  torch::nn::ModuleList places_, histogram_;
  torch::nn::Linear hidden_{nullptr}, out_{nullptr};
};
TORCH_MODULE(StepNet);

/// Pixels a side of what a StepNet looks at.
inline constexpr int step_side = 64;

/// Stores a net, and builds one from a file; throws Error where the tensors do not fit.
void store(const StepNet& net, TensorFile& file);
StepNet load_step_net(const TensorFile& file);

/// What the net expects of each of `states` (RGB, sRGB-encoded, state 0 the photo itself), dB. Throws Error where
/// the memory fails.
std::vector<double> expected_likeness(StepNet& net, const std::vector<Image>& states);

} // namespace penumbra
