// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/exposure/exposure_data.hpp"

#include "core/edit/fusion/fusion.hpp"
#include "core/error.hpp"
#include "core/nn/torch/exposure_net.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/segment/segments.hpp"
#include "core/train/low_light/low_light.hpp"

#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

namespace F = torch::nn::functional;

double uniform(std::mt19937_64& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

torch::Tensor squeezed(const torch::Tensor& photo) { // [3,h,w] float -> [3,64,64]
  return torch::adaptive_avg_pool2d(photo.unsqueeze(0), {exposure_side, exposure_side}).squeeze(0);
}

/// EV at each place, [1,H,W]: a smooth border between two sides.
torch::Tensor backlight_ev(std::int64_t h, std::int64_t w, std::mt19937_64& random) {
  const double angle = uniform(random, 0, 2 * M_PI), steep = uniform(random, 4, 10);
  const torch::Tensor x = torch::linspace(-0.5, 0.5, w).view({1, 1, w}),
                      y = torch::linspace(-0.5, 0.5, h).view({1, h, 1});
  const torch::Tensor side =
      torch::sigmoid((x * std::cos(angle) + y * std::sin(angle) + uniform(random, -0.2, 0.2)) * steep);
  return side * -uniform(random, 1.0, 3.5) + (1 - side) * uniform(random, 0.0, 1.0);
}

torch::Tensor local_ev(std::int64_t h, std::int64_t w, double max, std::mt19937_64& random) {
  torch::Tensor corners = torch::empty({1, 1, 4, 4});
  const double middle = uniform(random, -1.0, 0.5);
  for (int k = 0; k < 16; ++k) corners.view(-1)[k] = middle + uniform(random, -max, max);
  return F::interpolate(corners, F::InterpolateFuncOptions()
                                     .size(std::vector<std::int64_t>{h, w})
                                     .mode(torch::kBicubic)
                                     .align_corners(false))
      .squeeze(0);
}

} // namespace

void to_json(nlohmann::json& json, const SpoilModel& m) {
  json = {{"unchanged", m.unchanged}, {"under", m.under},
          {"min_under", m.min_under}, {"max_under", m.max_under},
          {"over", m.over},           {"min_over", m.min_over},
          {"max_over", m.max_over},   {"backlight", m.backlight},
          {"flat", m.flat},           {"local", m.local},
          {"max_local", m.max_local}, {"gamma_spread", m.gamma_spread},
          {"noise", m.noise},         {"level_share", m.level_share},
          {"level", m.level},         {"level_spread", m.level_spread}};
}

void from_json(const nlohmann::json& json, SpoilModel& m) {
  const auto take = [&](const char* key, double& value) { value = json.value(key, value); };
  take("unchanged", m.unchanged), take("under", m.under), take("min_under", m.min_under);
  take("max_under", m.max_under), take("over", m.over), take("min_over", m.min_over);
  take("max_over", m.max_over), take("backlight", m.backlight), take("flat", m.flat), take("local", m.local);
  take("max_local", m.max_local), take("gamma_spread", m.gamma_spread), take("noise", m.noise);
  take("level_share", m.level_share), take("level", m.level), take("level_spread", m.level_spread);
}

torch::Tensor spoil(const torch::Tensor& photo, const SpoilModel& model, std::mt19937_64& random) {
  const auto h = photo.size(1), w = photo.size(2);
  std::discrete_distribution<int> kinds(
      {model.unchanged, model.under, model.over, model.backlight, model.flat, model.local});
  const int kind = kinds(random);
  if (kind == 0) return photo.clone();
  const double gamma = std::exp(uniform(random, -model.gamma_spread, model.gamma_spread));
  torch::Tensor light = srgb_to_linear(photo.clamp_min(1e-4).pow(gamma));
  torch::Tensor ev = torch::zeros({1, 1, 1});
  switch (kind) {
  case 1:
    ev = ev - uniform(random, model.min_under, model.max_under);
    break;
  case 2:
    ev = ev + uniform(random, model.min_over, model.max_over);
    break;
  case 3:
    ev = backlight_ev(h, w, random);
    break;
  case 4:
    ev = ev - uniform(random, 0.1, 0.9);
    light =
        uniform(random, 0.015, 0.045) + light.pow(uniform(random, 0.55, 0.85)) * uniform(random, 0.35, 0.75);
    break;
  default:
    ev = local_ev(h, w, model.max_local, random);
  }
  const torch::Tensor spoilt = linear_to_srgb((light * torch::exp2(ev)).clamp(0, 1));
  const double noise = uniform(random, 0, model.noise);
  return ((spoilt + noise * torch::randn_like(spoilt)).clamp(0, 1) * 255.0).round() / 255.0;
}

torch::Tensor some_at_level(const torch::Tensor& photos, const SpoilModel& model, std::mt19937_64& random) {
  std::vector<torch::Tensor> out;
  for (std::int64_t i = 0; i < photos.size(0); ++i) {
    const torch::Tensor photo = photos.slice(0, i, i + 1);
    const bool chosen = uniform(random, 0, 1) < model.level_share;
    out.push_back(
        chosen ? at_level(photo, {model.level + uniform(random, -model.level_spread, model.level_spread)})
               : photo);
  }
  return torch::cat(out);
}

ExposureBatch make_batch(const torch::Tensor& input, const torch::Tensor& reference) {
  const auto n = input.size(0), side = std::int64_t(exposure_side);
  ExposureBatch batch{input,
                      reference,
                      torch::zeros({n, max_segments, side, side}),
                      torch::zeros({n, max_segments, side, side}),
                      torch::zeros({n, max_segments}),
                      0};
  for (std::int64_t i = 0; i < n; ++i) {
    const Image picture = to_image(input[i].unsqueeze(0));
    const Map labels = find_segments(picture);
    const int count = segment_count(labels);
    const Map masks = segment_masks(labels, count, picture);
    const torch::Tensor all =
        torch::from_blob(const_cast<float*>(masks.values.data()), {side, side, count}).permute({2, 0, 1});
    const torch::Tensor numbers = torch::from_blob(const_cast<float*>(labels.values.data()), {side, side});
    batch.masks[i].slice(0, 0, count).copy_(all);
    for (int k = 0; k < count; ++k) batch.parts[i][k].copy_(numbers == k);
    batch.on[i].slice(0, 0, count).fill_(1);
    batch.steps = std::max(batch.steps, count);
  }
  return batch;
}

torch::Tensor random_squares(const PhotoSet& photos, int count, std::mt19937_64& random) {
  std::vector<torch::Tensor> squares;
  for (int i = 0; i < count; ++i) {
    const auto index = std::uniform_int_distribution<std::size_t>(0, photos.photos.size() - 1)(random);
    const torch::Tensor& photo = photos.photos[index];
    const auto part = [&](int dimension) {
      const auto all = photo.size(dimension);
      const auto size =
          std::clamp<std::int64_t>(std::lround(double(all) * uniform(random, 0.7, 1.0)), 1, all);
      const auto from = std::int64_t(uniform(random, 0, double(all - size) + 0.999));
      return std::pair(from, size);
    };
    const auto [y, h] = part(1);
    const auto [x, w] = part(2);
    torch::Tensor piece = squeezed(photo.slice(1, y, y + h).slice(2, x, x + w).to(torch::kFloat) / 255);
    squares.push_back(random() & 1 ? piece.flip(2) : piece);
  }
  return torch::stack(squares);
}

torch::Tensor whole_square(const PhotoSet& photos, std::size_t index) {
  return squeezed(photos.photos.at(index).to(torch::kFloat) / 255).unsqueeze(0);
}

ExposureBatch folder_batch(const std::string& folder) {
  const PhotoSet inputs = load_photos(folder + "/input", 4096),
                 references = load_photos(folder + "/expertC", 4096);
  if (inputs.names != references.names)
    throw Error("The folders input and expertC of " + folder + " do not match.");
  std::vector<torch::Tensor> from, to;
  for (std::size_t i = 0; i < inputs.photos.size(); ++i) {
    from.push_back(whole_square(inputs, i));
    to.push_back(whole_square(references, i));
  }
  return make_batch(torch::cat(from), torch::cat(to));
}

} // namespace penumbra
