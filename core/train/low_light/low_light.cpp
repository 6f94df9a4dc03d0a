// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/low_light/low_light.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

namespace F = torch::nn::functional;

torch::Tensor box_mean(const torch::Tensor& x, int radius) {
  const auto padded = F::pad(x, F::PadFuncOptions({radius, radius, radius, radius}).mode(torch::kReflect));
  return F::avg_pool2d(padded, F::AvgPool2dFuncOptions(2 * radius + 1).stride(1));
}

double psnr(const torch::Tensor& a, const torch::Tensor& b) {
  const double mse =
      ((a.clamp(0, 1) * 255).round() - (b.clamp(0, 1) * 255).round()).square().mean().item<double>();
  return mse > 0 ? std::min(60.0, 10 * std::log10(255.0 * 255.0 / mse)) : 60.0;
}

std::size_t pick(std::size_t count, std::mt19937_64& random) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
}

} // namespace

torch::Tensor apply_curve(const torch::Tensor& state, const torch::Tensor& strengths) {
  return state + strengths * state * (1 - state);
}

torch::Tensor follow_edges(const torch::Tensor& strengths, const torch::Tensor& state) {
  // Same radius and epsilon as the curve edit (core/edit/curve/curve.cpp).
  const int radius = std::max<int>(2, int(std::max(state.size(2), state.size(3))) / 32);
  const torch::Tensor guide = luma601(state), mean_guide = box_mean(guide, radius);
  const torch::Tensor variance = box_mean(guide * guide, radius) - mean_guide * mean_guide;
  const torch::Tensor mean = box_mean(strengths, radius);
  const torch::Tensor slope = (box_mean(guide * strengths, radius) - mean_guide * mean) / (variance + 4e-3);
  const torch::Tensor offset = mean - slope * mean_guide;
  return (box_mean(slope, radius) * guide + box_mean(offset, radius)).clamp(-1, 1);
}

torch::Tensor even_light(const torch::Tensor& photos, double amount) {
  torch::Tensor state = photos;
  for (int t = 0; t < 6; ++t) {
    const torch::Tensor luma = luma601(state), around = follow_edges(luma, state);
    const torch::Tensor strengths = amount * (luma.mean({1, 2, 3}, true) - around);
    state = apply_curve(state, strengths.clamp(-0.9, 0.9)).clamp(0, 1);
  }
  return state;
}

torch::Tensor at_level(const torch::Tensor& photos, const std::vector<double>& luma) {
  const auto curve = [](const torch::Tensor& photo, double strength) {
    torch::Tensor state = photo;
    for (int t = 0; t < 6; ++t) state = apply_curve(state, torch::full({}, strength));
    return state;
  };
  std::vector<torch::Tensor> out;
  for (std::int64_t i = 0; i < photos.size(0); ++i) {
    const torch::Tensor photo = photos.slice(0, i, i + 1);
    double low = -0.5, high = 1;
    for (int k = 0; k < 14; ++k) {
      const double middle = 0.5 * (low + high);
      const bool darker = luma601(curve(photo, middle)).mean().item<double>() * 255 < luma.at(std::size_t(i));
      (darker ? low : high) = middle;
    }
    out.push_back(curve(photo, 0.5 * (low + high)));
  }
  return torch::cat(out);
}

/// `photo`: [1,3,H,W].
LowLightPair make_pair(const torch::Tensor& photo, LowLightPair::Kind kind, const LowLightData& data,
                       double level_spread, std::mt19937_64& random) {
  if (kind == LowLightPair::Kind::unchanged) return {photo, photo, kind};
  const auto uniform = [&](double from, double to) {
    return std::uniform_real_distribution<>(from, to)(random);
  };
  DarkenModel darkening = data.darkening;
  torch::Tensor scene = photo, good = photo;
  double evened = data.evened;
  if (kind == LowLightPair::Kind::backlit) {
    scene = even_light(photo, -uniform(data.backlit.min, data.backlit.max));
    evened = data.backlit.evened;
    // As a photo that its camera finished: with a tone curve of its own, the policy knew these pictures by
    // it, and evened out no real photo.
    darkening.min_ev = 0, darkening.max_ev = data.backlit.max_ev;
    darkening.min_tone = darkening.max_tone = darkening.gamma_shift = 0;
  } else if (data.contrasty > 0 && uniform(0, 1) < data.contrasty) {
    good = scene = even_light(photo, -uniform(0, data.backlit.max));
  }
  const torch::Tensor input = darken(scene, darkening, random);
  torch::Tensor wanted = evened != 0 ? even_light(good, evened) : good;
  if (data.level > 0) wanted = at_level(wanted, {data.level + uniform(-level_spread, level_spread)});
  return {input, wanted, kind};
}

LowLightBatch sample_batch(const PhotoSet& photos, const LowLightData& data, std::mt19937_64& random) {
  const int side = data.long_sides[pick(data.long_sides.size(), random)];
  static constexpr double shapes[] = {1.0, 0.75, 2.0 / 3.0};
  const int other = int(std::lround(side * shapes[pick(3, random)]));
  const bool upright = random() & 1;
  std::vector<std::size_t> indices;
  std::vector<LowLightPair::Kind> kinds;
  const auto chance = [&](double share) { return std::uniform_real_distribution<>(0, 1)(random) < share; };
  const bool has_dark = *std::min_element(photos.mean_luma.begin(), photos.mean_luma.end()) <= data.dark_luma;
  bool unchanged = chance(data.unchanged), insist_on_dark = has_dark && chance(data.dark_share);
  while (int(indices.size()) < data.batch) {
    const std::size_t index = pick(photos.photos.size(), random);
    const double luma = photos.mean_luma[index];
    if (unchanged && insist_on_dark && luma > data.dark_luma) continue;
    if (!unchanged && (luma < data.min_luma || luma > data.max_luma)) continue;
    indices.push_back(index);
    using Kind = LowLightPair::Kind;
    kinds.push_back(unchanged                    ? Kind::unchanged
                    : chance(data.backlit.share) ? Kind::backlit
                                                 : Kind::darkened);
    unchanged = chance(data.unchanged), insist_on_dark = has_dark && chance(data.dark_share);
  }
  const torch::Tensor photos_drawn =
      random_crops(photos, indices, upright ? side : other, upright ? other : side, random);
  std::vector<torch::Tensor> inputs, references;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    const LowLightPair pair = make_pair(photos_drawn.slice(0, std::int64_t(i), std::int64_t(i) + 1), kinds[i],
                                        data, data.level_spread, random);
    inputs.push_back(pair.input), references.push_back(pair.reference);
  }
  LowLightBatch batch;
  batch.input = torch::cat(inputs), batch.reference = torch::cat(references);
  return batch;
}

std::vector<LowLightPair> validation_pairs(const PhotoSet& held_out, const LowLightData& data,
                                           int long_side) {
  std::mt19937_64 random(20);
  torch::manual_seed(20);
  std::vector<LowLightPair> pairs;
  for (std::size_t i = 0; i < held_out.photos.size(); ++i) {
    const torch::Tensor photo = whole_photo(held_out, i, long_side);
    const bool good = held_out.mean_luma[i] >= data.min_luma && held_out.mean_luma[i] <= data.max_luma;
    using Kind = LowLightPair::Kind;
    for (const Kind kind : {Kind::darkened, Kind::backlit, Kind::unchanged})
      if (kind == Kind::unchanged || good) pairs.push_back(make_pair(photo, kind, data, 0, random));
  }
  return pairs;
}

std::vector<LowLightPair> folder_pairs(const std::string& folder, int long_side) {
  const PhotoSet inputs = load_photos(folder + "/input", 4096),
                 references = load_photos(folder + "/expertC", 4096);
  if (inputs.names != references.names)
    throw Error("The folders input and expertC of " + folder + " do not match.");
  std::vector<LowLightPair> pairs;
  for (std::size_t i = 0; i < inputs.photos.size(); ++i)
    pairs.push_back({whole_photo(inputs, i, long_side), whole_photo(references, i, long_side)});
  return pairs;
}

LowLightBatch sample_pairs(const std::vector<LowLightPair>& pairs, const LowLightData& data,
                           std::mt19937_64& random) {
  const std::int64_t side = data.long_sides[pick(data.long_sides.size(), random)];
  std::vector<torch::Tensor> inputs, references;
  for (int i = 0; i < data.batch; ++i) {
    const LowLightPair& pair = pairs[pick(pairs.size(), random)];
    const std::int64_t height = pair.input.size(2), width = pair.input.size(3),
                       square = std::min(height, width);
    const std::int64_t top = std::int64_t(pick(std::size_t(height - square + 1), random)),
                       left = std::int64_t(pick(std::size_t(width - square + 1), random));
    const bool mirrored = random() & 1;
    const auto cut = [&](const torch::Tensor& picture) {
      const torch::Tensor whole = picture.slice(2, top, top + square).slice(3, left, left + square);
      const torch::Tensor small = torch::adaptive_avg_pool2d(whole, {side, side});
      return mirrored ? small.flip({3}) : small;
    };
    const bool unchanged = std::uniform_real_distribution<>(0, 1)(random) < data.unchanged;
    references.push_back(cut(pair.reference));
    inputs.push_back(unchanged ? references.back() : cut(pair.input));
  }
  LowLightBatch batch;
  batch.input = torch::cat(inputs), batch.reference = torch::cat(references);
  return batch;
}

RollOut roll_out(PixelNet& net, const LowLightSystem& system, const torch::Tensor& input, int steps) {
  const torch::Tensor first = describe_picture(input);
  RollOut episode{{input}, {}, torch::zeros({})};
  for (int t = 0; t < steps; ++t) {
    const torch::Tensor& state = episode.states.back();
    const Decision decision = decide(net, system, state, first);
    episode.entropy = episode.entropy + decision.entropy / steps;
    episode.strengths.push_back(decision.strengths);
    episode.states.push_back(apply_curve(state, follow_edges(decision.strengths, state)));
  }
  return episode;
}

LowLightScore score_pairs(PixelNet& net, const LowLightSystem& system, const std::vector<LowLightPair>& pairs,
                          int steps) {
  const torch::NoGradGuard no_grad;
  LowLightScore score;
  int darkened = 0, unchanged = 0, backlit = 0;
  for (const LowLightPair& pair : pairs) {
    const torch::Tensor result = roll_out(net, system, pair.input, steps).states.back();
    const double value = psnr(result, pair.reference);
    switch (pair.kind) {
    case LowLightPair::Kind::darkened:
      score.darkened += value, ++darkened;
      score.brightness += (result.mean() / pair.reference.mean().clamp_min(1e-3)).item<double>();
      break;
    case LowLightPair::Kind::unchanged:
      score.unchanged += value, ++unchanged;
      score.luma_growth += (result.mean() / pair.input.mean().clamp_min(1e-3)).item<double>();
      break;
    case LowLightPair::Kind::backlit:
      score.backlit += value, ++backlit;
      break;
    }
  }
  if (darkened) score.darkened /= darkened, score.brightness /= darkened;
  if (unchanged) score.unchanged /= unchanged, score.luma_growth /= unchanged;
  if (backlit) score.backlit /= backlit;
  return score;
}

} // namespace penumbra
