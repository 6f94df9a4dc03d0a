// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/finish/finish.hpp"
#include "core/model/safetensors.hpp"

#include <torch/nn.h>

namespace penumbra {

/// An episode has so many steps (RLPixTuner, 4.1).
constexpr int tune_steps = 10;
/// Side of the pictures that the networks see, and bins of a channel's histogram.
constexpr int tune_side = 64, tune_bins = 64;

/// What the policy knows before a step, for N episodes.
struct TuneState {
  torch::Tensor input, current, goal; ///< [N,3,64,64], sRGB-encoded, in [0,1]
  torch::Tensor values;               ///< [N,9] the present sliders, -1…1 over their range
  torch::Tensor history; ///< [N,10,10] for each earlier step its sliders and the distance after it; 0 ahead
  torch::Tensor step;    ///< [N] 0…9
};

/// How far pictures are from each other, [N], the distance of the history: where they show the same content
/// the root mean square of their difference, otherwise the earth mover's distance of their histograms.
torch::Tensor picture_distance(const torch::Tensor& a, const torch::Tensor& b, bool same_content);

/// What the state is made of; each part can be left out, for the ablation of table 4.
struct TuneParts {
  bool paths = true, statistics = true, history = true;
};

/// RLPixTuner's network (figure 2, section 3.3), alike for policy and critics, not shared:
///
///   pictures [N,12,64,64]: input, current, goal, and their difference over its root mean square where the
///   goal shows the same content (0 otherwise)
///     conv 4x4 stride 2 -> 32, 64, 64, ReLU each                            [N,64,8,8]
///     local path: two 3x3 convs          global path: conv 4x4 stride 2 -> 64, linear 256, 128, 64
///     dual path: ReLU(local + global at every place); mean and largest over the places   [N,128]
///     point path: 1x1 convs of input, current and goal -> 32; means of them and of their products with the
///     difference: how the error goes with the colour                        [N,128]
///   statistics: histograms (64 bins, RGB, current and goal) -> linear 64; luminance, median, contrast,
///   saturation of both                                                      [N,72]
///   history: sliders and distances so far -> linear 64; step; present sliders   [N,74]
///   4-layer MLP of width 512
///
/// A policy's output is a change of the nine sliders, a critic's one number.
class TuneNetImpl : public torch::nn::Module {
 public:
  /// `action`: 0 for a policy, 9 for a critic.
  TuneNetImpl(bool same_content, int action, TuneParts parts = {});
  /// [N,9] in -1…1, unscaled, or [N] for a critic.
  torch::Tensor forward(const TuneState& state, const torch::Tensor& action = {});
  bool same_content() const { return same_content_; }
  const TuneParts& parts() const { return parts_; }

 private:
  torch::Tensor paths(const TuneState& state, const torch::Tensor& difference);
  torch::Tensor statistics(const TuneState& state);

  bool same_content_;
  int action_;
  TuneParts parts_;
  torch::nn::ModuleList encoder_, local_, global_, head_;
  torch::nn::Conv2d global_convolution_{nullptr}, points_{nullptr}, points_out_{nullptr};
  torch::nn::Linear histograms_{nullptr}, history_{nullptr};
};
TORCH_MODULE(TuneNet);

/// The sliders after a policy's output `change` [N,9], in -1…1: the present ones and that change, scaled down
/// the nearer the goal is (where the content is the same).
torch::Tensor values_after(const TuneState& state, const torch::Tensor& change, bool same_content);
/// The sliders that the policy sets next.
torch::Tensor next_values(TuneNet& policy, const TuneState& state);

/// The state one step on, with the sliders [N,9] that were set and the picture that they gave, both without
/// gradients.
void advance(TuneState& state, const torch::Tensor& values, const torch::Tensor& picture, bool same_content);

/// How far a step goes, [N,1].
torch::Tensor step_scale(const TuneState& state, bool same_content);

/// Sliders in -1…1 as the pipeline takes them, and back.
FinishValues to_values(const Pipeline& pipeline, const torch::Tensor& row);
torch::Tensor from_values(const Pipeline& pipeline, const FinishValues& values);

void store(const TuneNet& policy, TensorFile& file);
/// Throws Error where the tensors do not fit.
TuneNet load_tune_policy(const TensorFile& file);

} // namespace penumbra
