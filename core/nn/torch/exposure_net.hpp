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
///     dropout
///     linear -> 128             leaky ReLU 0.2
///     linear -> 1                                  [N]
class ExposureNetImpl : public torch::nn::Module {
 public:
  explicit ExposureNetImpl(int channels, double dropout = 0.5);
  torch::Tensor forward(const torch::Tensor& input);
  int channels() const { return channels_; }

 private:
  int channels_;
  torch::nn::ModuleList convolutions_;
  torch::nn::Dropout dropout_{nullptr};
  torch::nn::Linear features_{nullptr}, output_{nullptr};
};
TORCH_MODULE(ExposureNet);

/// The policy's exposure in EV, [N], of states [N,9,64,64]: 3.5 tanh of the network's output.
torch::Tensor policy_ev(ExposureNet& policy, const torch::Tensor& state);

/// What a critic sees of pictures [N,3,64,64] in [0,1]: the picture and, as constant planes, its mean
/// luminance, the variance of its luminance ("contrast") and its mean saturation, [N,6,64,64].
torch::Tensor critic_input(const torch::Tensor& picture);

/// Stores a policy, and builds one from a file; throws Error where the tensors do not fit.
void store(const ExposureNet& policy, TensorFile& file);
ExposureNet load_exposure_policy(const TensorFile& file);

} // namespace penumbra
