// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/torch/tune_net.hpp"

#include "core/nn/torch/tensors.hpp"

#include <algorithm>

namespace penumbra {

namespace nn = torch::nn;

namespace {

constexpr int width = 512; // of the MLP

nn::Conv2d convolution(int from, int to, int kernel, int stride, int padding) {
  return nn::Conv2d(nn::Conv2dOptions(from, to, kernel).stride(stride).padding(padding));
}

torch::Tensor luminance(const torch::Tensor& picture) {
  return 0.27 * picture.select(1, 0) + 0.67 * picture.select(1, 1) + 0.06 * picture.select(1, 2);
}

/// Shares of the bins, [N,192].
torch::Tensor histograms(const torch::Tensor& picture) {
  const auto n = picture.size(0), pixels = picture.size(2) * picture.size(3);
  const torch::Tensor bins =
      (picture.flatten(2) * (tune_bins - 1e-3)).to(torch::kLong).clamp(0, tune_bins - 1); // [N,3,P]
  torch::Tensor counts = torch::zeros({n, 3, tune_bins});
  counts.scatter_add_(2, bins, torch::ones({n, 3, pixels}));
  return counts.flatten(1) / double(pixels);
}

/// Luminance, median, contrast and saturation, [N,4].
torch::Tensor figures(const torch::Tensor& picture) {
  const torch::Tensor light = luminance(picture).flatten(1);
  const torch::Tensor saturation = (picture.amax(1) - picture.amin(1)).mean({1, 2});
  return torch::stack({light.mean(1), std::get<0>(light.median(1)), light.std(1, false), saturation}, 1);
}

} // namespace

torch::Tensor picture_distance(const torch::Tensor& a, const torch::Tensor& b, bool same_content) {
  if (same_content) return (a - b).square().mean({1, 2, 3}).sqrt();
  const torch::Tensor change = (histograms(a) - histograms(b)).view({-1, 3, tune_bins});
  return change.cumsum(2).abs().mean({1, 2});
}

TuneNetImpl::TuneNetImpl(bool same_content, int action, TuneParts parts)
    : same_content_(same_content), action_(action), parts_(parts) {
  int features = finish_sliders + 2 + (action ? 2 * action : 0);
  if (parts.paths) {
    int from = 12;
    for (const int to : {32, 64, 64}) encoder_->push_back(convolution(from, to, 4, 2, 1)), from = to;
    for (int i = 0; i < 2; ++i) local_->push_back(convolution(64, 64, 3, 1, 1));
    global_convolution_ = register_module("global_convolution", convolution(64, 64, 4, 2, 1));
    from = 64 * 4 * 4;
    for (const int to : {256, 128, 64}) global_->push_back(nn::Linear(from, to)), from = to;
    points_ = register_module("points", convolution(9, 64, 1, 1, 0));
    points_out_ = register_module("points_out", convolution(64, 32, 1, 1, 0));
    register_module("encoder", encoder_);
    register_module("local", local_);
    register_module("global", global_);
    features += 128 + 128;
  }
  if (parts.statistics) {
    histograms_ = register_module("histograms", nn::Linear(2 * 3 * tune_bins, 64));
    features += 64 + 8;
  }
  if (parts.history) {
    history_ = register_module("history", nn::Linear(tune_steps * (finish_sliders + 1), 64));
    features += 64;
  }
  const int out = action ? 1 : finish_sliders;
  for (const auto& [from, to] : {std::pair(features, width), {width, width}, {width, width}, {width, out}})
    head_->push_back(nn::Linear(from, to));
  register_module("head", head_);
}

torch::Tensor TuneNetImpl::paths(const TuneState& state, const torch::Tensor& difference) {
  const torch::Tensor seen = torch::cat({state.input, state.current, state.goal}, 1) - 0.5;
  torch::Tensor x = torch::cat({seen, difference}, 1);
  for (const auto& layer : *encoder_) x = torch::relu(layer->as<nn::Conv2d>()->forward(x));
  const torch::Tensor local =
      local_[1]->as<nn::Conv2d>()->forward(torch::relu(local_[0]->as<nn::Conv2d>()->forward(x)));
  torch::Tensor global = torch::relu(global_convolution_(x)).flatten(1);
  for (std::size_t i = 0; i < global_->size(); ++i) {
    global = global_[i]->as<nn::Linear>()->forward(global);
    if (i + 1 < global_->size()) global = torch::relu(global);
  }
  const torch::Tensor dual = torch::relu(local + global.unsqueeze(2).unsqueeze(3)).flatten(2);
  // Every second pixel: enough for means.
  const torch::Tensor some = seen.slice(3, 0, c10::nullopt, 2);
  const torch::Tensor colours = torch::tanh(points_out_(torch::relu(points_(some)))).flatten(2);
  const torch::Tensor error = difference.slice(3, 0, c10::nullopt, 2).flatten(2);
  const torch::Tensor products = torch::bmm(colours, error.transpose(1, 2)) / double(error.size(2));
  return torch::cat({dual.mean(2), dual.amax(2), colours.mean(2), products.flatten(1)}, 1);
}

torch::Tensor TuneNetImpl::statistics(const TuneState& state) {
  const torch::Tensor both = torch::cat({histograms(state.current), histograms(state.goal)}, 1);
  return torch::cat({histograms_(both * 8), figures(state.current), figures(state.goal)}, 1);
}

torch::Tensor TuneNetImpl::forward(const TuneState& state, const torch::Tensor& action) {
  const torch::Tensor distance = picture_distance(state.current, state.goal, same_content_);
  std::vector<torch::Tensor> parts{state.values, state.step.unsqueeze(1) / double(tune_steps),
                                   torch::log(distance + 1e-3).unsqueeze(1) / 3};
  if (parts_.paths) {
    const torch::Tensor difference =
        same_content_ ? (state.goal - state.current) / (distance.view({-1, 1, 1, 1}) + 1e-3)
                      : torch::zeros_like(state.goal);
    parts.push_back(paths(state, difference));
  }
  if (parts_.statistics) parts.push_back(statistics(state));
  if (parts_.history) parts.push_back(history_(state.history.flatten(1)));
  if (action_)
    parts.insert(parts.end(), {action, (action - state.values) / step_scale(state, same_content_)});
  torch::Tensor x = torch::cat(parts, 1);
  for (std::size_t i = 0; i < head_->size(); ++i) {
    x = head_[i]->as<nn::Linear>()->forward(x);
    if (i + 1 < head_->size()) x = torch::relu(x);
  }
  return action_ ? x.squeeze(1) : torch::tanh(x);
}

torch::Tensor step_scale(const TuneState& state, bool same_content) {
  if (!same_content) return torch::ones({state.values.size(0), 1});
  const torch::Tensor distance = picture_distance(state.current, state.goal, true).unsqueeze(1) + 1e-4;
  return distance / (distance + 0.05);
}

torch::Tensor values_after(const TuneState& state, const torch::Tensor& change, bool same_content) {
  const torch::Tensor wanted = state.values + change * step_scale(state, same_content);
  // Gradients pass the ends of the sliders, so that what is stuck there can come back.
  return wanted + (wanted.clamp(-1, 1) - wanted).detach();
}

torch::Tensor next_values(TuneNet& policy, const TuneState& state) {
  return values_after(state, policy->forward(state), policy->same_content());
}

void advance(TuneState& state, const torch::Tensor& values, const torch::Tensor& picture, bool same_content) {
  const torch::NoGradGuard no_grad;
  state.values = values.detach();
  state.current = picture.detach();
  const torch::Tensor distance = picture_distance(state.current, state.goal, same_content);
  const torch::Tensor entry = torch::cat({state.values, distance.unsqueeze(1)}, 1);
  const torch::Tensor place = state.step.to(torch::kLong).view({-1, 1, 1}).expand({-1, 1, entry.size(1)});
  state.history = state.history.scatter(1, place, entry.unsqueeze(1));
  state.step = state.step + 1;
}

FinishValues to_values(const Pipeline& pipeline, const torch::Tensor& row) {
  FinishValues values;
  const torch::Tensor plain = row.to(torch::kCPU, torch::kDouble).contiguous();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& slider = pipeline.sliders()[i];
    const double share = 0.5 * (1 + std::clamp(plain.data_ptr<double>()[i], -1.0, 1.0));
    values[i] = std::clamp(slider.min + share * (slider.max - slider.min), slider.min, slider.max);
  }
  return values;
}

torch::Tensor from_values(const Pipeline& pipeline, const FinishValues& values) {
  torch::Tensor row = torch::empty({finish_sliders});
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Slider& slider = pipeline.sliders()[i];
    row.data_ptr<float>()[i] = float(2 * (values[i] - slider.min) / (slider.max - slider.min) - 1);
  }
  return row;
}

void store(const TuneNet& policy, TensorFile& file) {
  file.metadata["network"] = "tune-policy";
  file.metadata["same_content"] = policy->same_content() ? "1" : "0";
  const TuneParts& parts = policy->parts();
  file.metadata["parts"] =
      std::to_string(int(parts.paths) + 2 * int(parts.statistics) + 4 * int(parts.history));
  copy_parameters(*policy, file);
}

TuneNet load_tune_policy(const TensorFile& file) {
  const int parts = file.metadata.count("parts") ? file.number("parts") : 7;
  TuneNet policy(file.number("same_content") != 0, 0,
                 TuneParts{bool(parts & 1), bool(parts & 2), bool(parts & 4)});
  copy_parameters(file, *policy);
  policy->eval();
  return policy;
}

} // namespace penumbra
