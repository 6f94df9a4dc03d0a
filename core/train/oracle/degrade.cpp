// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/oracle/degrade.hpp"

#include "core/error.hpp"
#include "core/nn/torch/pixel_net.hpp"
#include "core/train/low_light/low_light.hpp"
#include "core/train/run/photos.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <algorithm>
#include <cmath>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;

double uniform(std::mt19937_64& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

double either(std::mt19937_64& random) {
  return random() & 1 ? 1.0 : -1.0;
}

Tensor rounded(const Tensor& picture) {
  return (picture.clamp(0, 1) * 255).round() / 255;
}

Tensor gaussian_blur(const Tensor& picture, double sigma) { // [C,H,W]
  const int radius = std::max(1, int(std::ceil(2.5 * sigma)));
  const Tensor x = torch::arange(-radius, radius + 1, torch::kFloat);
  Tensor kernel = torch::exp(-x.square() / (2 * sigma * sigma));
  kernel = kernel / kernel.sum();
  const std::int64_t channels = picture.size(0);
  const auto padding = F::PadFuncOptions({radius, radius, radius, radius}).mode(torch::kReplicate);
  const Tensor across = kernel.view({1, 1, 1, -1}).expand({channels, 1, 1, -1}),
               down = kernel.view({1, 1, -1, 1}).expand({channels, 1, -1, 1});
  const Tensor padded = F::pad(picture.unsqueeze(0), padding);
  const Tensor once = F::conv2d(padded, across, F::Conv2dFuncOptions().groups(channels));
  return F::conv2d(once, down, F::Conv2dFuncOptions().groups(channels)).squeeze(0);
}

Tensor luma(const Tensor& picture) { // [3,H,W] -> [1,H,W]
  return luma601(picture.unsqueeze(0)).squeeze(0);
}

/// `amount` full curve steps, in steps of at most half strength; negative amounts darken.
Tensor curve(Tensor picture, double amount) {
  const int steps = std::max(1, int(std::ceil(std::fabs(amount) / 0.5)));
  const Tensor strength = torch::full({}, amount / steps);
  for (int i = 0; i < steps; ++i) picture = apply_curve(picture, strength);
  return picture;
}

Tensor expose(const Tensor& photo, double ev) {
  return rounded(linear_to_srgb((srgb_to_linear(photo) * std::exp2(ev)).clamp(0, 1)));
}

using Change = std::function<Tensor(const Tensor& photo, double strength)>;

/// A family whose badness is its strength: `draw` chooses the particulars and gives the change.
Degradation graded(std::string name, std::function<Change(const Tensor& photo, std::mt19937_64&)> draw) {
  return {std::move(name),
          [draw](const Tensor& photo, const std::vector<double>& strengths, std::mt19937_64& random) {
            const Change change = draw(photo, random);
            Chain chain;
            for (const double strength : strengths) {
              chain.pictures.push_back(change(photo, strength).clamp(0, 1));
              chain.badness.push_back(strength);
            }
            return chain;
          }};
}

/// The same without particulars.
Degradation graded(std::string name, Change change) {
  return graded(std::move(name), [change](const Tensor&, std::mt19937_64&) { return change; });
}

Change draw_contrast(const Tensor& photo, double from, double to) {
  const Tensor mean = luma(photo).mean();
  return [=](const Tensor& p, double t) { return mean + (p - mean) * (from + (to - from) * t); };
}

Change draw_gamma(const Tensor&, std::mt19937_64& random) {
  const double direction = either(random);
  return [=](const Tensor& p, double t) {
    return p.clamp_min(1e-4).pow(std::exp(direction * (0.15 + 0.95 * t)));
  };
}

Change draw_cast(const Tensor&, std::mt19937_64& random) {
  const double hue = uniform(random, 0, 2 * M_PI);
  Tensor direction = torch::empty({3, 1, 1});
  for (int c = 0; c < 3; ++c) direction[c][0][0] = std::cos(hue + c * 2 * M_PI / 3);
  return [=](const Tensor& p, double t) {
    const Tensor linear = srgb_to_linear(p);
    const Tensor gained = linear * torch::exp(direction * (0.15 + 0.75 * t));
    const Tensor kept = gained * (luma(linear).mean() / luma(gained).mean().clamp_min(1e-5));
    return linear_to_srgb(kept.clamp(0, 1));
  };
}

Change draw_noise(const Tensor& photo, std::mt19937_64& random) {
  auto generator = at::detail::createCPUGenerator(random());
  const std::int64_t height = photo.size(1), width = photo.size(2);
  const bool grey = uniform(random, 0, 1) < 0.3, blotchy = uniform(random, 0, 1) < 0.25;
  const bool dark = uniform(random, 0, 1) < 0.5;
  const std::int64_t channels = grey ? 1 : 3;
  Tensor grain = at::randn({channels, height, width}, generator, torch::kFloat);
  if (blotchy) grain = gaussian_blur(grain, 1.0) * 2.5;
  return [=](const Tensor& p, double t) {
    // Half of the noises are those of a brightened dark photo: strongest in the shadows.
    const Tensor level = dark ? 1.4 - p.clamp(0, 1) : torch::ones_like(p);
    return rounded(p + grain * level * (0.015 + 0.11 * t));
  };
}

Change draw_sharpening(const Tensor& photo, std::mt19937_64& random) {
  const Tensor soft = gaussian_blur(photo, uniform(random, 0.8, 4.0));
  return [=](const Tensor& p, double t) { return p + (p - soft) * (0.8 + 4 * t); };
}

Change draw_clipping(const Tensor&, std::mt19937_64& random) {
  const double share = std::clamp(uniform(random, -0.3, 1.3), 0.0, 1.0); // of the white point
  return [=](const Tensor& p, double t) {
    const double black = (1 - share) * (0.05 + 0.35 * t), white = 1 - share * (0.08 + 0.5 * t);
    return rounded((p - black) / (white - black));
  };
}

Change draw_haze(const Tensor&, std::mt19937_64& random) {
  Tensor veil = torch::empty({3, 1, 1});
  const double grey = uniform(random, 0.45, 1.0);
  for (int c = 0; c < 3; ++c) veil[c][0][0] = grey * uniform(random, 0.92, 1.0);
  return [=](const Tensor& p, double t) { return torch::lerp(p, veil, 0.07 + 0.6 * t); };
}

Change draw_flattening(const Tensor& photo, std::mt19937_64& random) {
  const Tensor grey = luma(photo);
  const double radius = uniform(random, 0.03, 0.12) * double(std::max(photo.size(1), photo.size(2)));
  const Tensor light = gaussian_blur(grey, radius).clamp_min(0.02);
  const Tensor target = grey.mean().clamp_min(0.05);
  return [=](const Tensor& p, double t) { return p * (target / light).pow(0.25 + 0.7 * t); };
}

Change draw_uneven(const Tensor& photo, std::mt19937_64& random) {
  const double angle = uniform(random, 0, 2 * M_PI), bias = uniform(random, -1, 1);
  const Tensor x = torch::linspace(-1, 1, photo.size(2)).view({1, 1, -1}),
               y = torch::linspace(-1, 1, photo.size(1)).view({1, -1, 1});
  const Tensor slope = (x * std::cos(angle) + y * std::sin(angle) + 0.3 * bias).clamp(-1, 1);
  return [=](const Tensor& p, double t) {
    const Tensor gain = torch::pow(2.0, slope * (0.6 + 2.2 * t));
    return linear_to_srgb((srgb_to_linear(p) * gain).clamp(0, 1));
  };
}

Chain draw_episode(const Tensor& photo, const std::vector<double>& strengths, std::mt19937_64& random) {
  DarkenModel model;
  model.min_ev = 1.0, model.max_ev = 4.5, model.uneven = 0.15;
  const Tensor dark = darken(photo.unsqueeze(0), model, random).squeeze(0);
  // A ladder of curve strengths from the dark input to well past the photograph's brightness; those states
  // are taken whose place on it the strengths name.
  const double wanted = luma(photo).mean().item<double>();
  double amount = 0;
  while (amount < 8 && luma(curve(dark, amount + 0.25)).mean().item<double>() < wanted) amount += 0.25;
  const double max = amount + uniform(random, 1.0, 2.5);
  Chain chain;
  for (const double strength : strengths) {
    const Tensor state = curve(dark, max * strength);
    const double distance = (state - photo).abs().mean().item<double>();
    chain.pictures.push_back(state);
    chain.badness.push_back(std::min(1.0, 0.05 + 2.5 * distance));
  }
  return chain;
}

std::vector<Degradation> all_degradations() {
  std::vector<Degradation> all;
  all.push_back(graded("darker", [](const Tensor& p, double t) { return expose(p, -0.3 - 3.7 * t); }));
  all.push_back(graded("brighter", [](const Tensor& p, double t) { return expose(p, 0.3 + 2.2 * t); }));
  all.push_back(graded("curve-down", [](const Tensor& p, double t) { return curve(p, -0.3 - 3.0 * t); }));
  all.push_back(graded("curve-up", [](const Tensor& p, double t) { return curve(p, 0.3 + 3.2 * t); }));
  all.push_back(graded("gamma", draw_gamma));
  all.push_back(
      graded("contrast-down", [](const Tensor& p, std::mt19937_64&) { return draw_contrast(p, 0.85, 0.2); }));
  all.push_back(
      graded("contrast-up", [](const Tensor& p, std::mt19937_64&) { return draw_contrast(p, 1.25, 3.0); }));
  all.push_back(graded("cast", draw_cast));
  all.push_back(graded("noise", draw_noise));
  all.push_back(graded("oversaturation", [](const Tensor& p, double t) {
    const Tensor grey = luma(p);
    return grey + (p - grey) * (1.35 + 2.2 * t);
  }));
  all.push_back(graded("sharpening", draw_sharpening));
  all.push_back(graded("blur", [](const Tensor& p, double t) { return gaussian_blur(p, 0.6 + 2.5 * t); }));
  all.push_back(graded("posterisation", [](const Tensor& p, double t) {
    const double levels = std::round(20 * std::pow(3.0 / 20.0, t)) - 1;
    return (p * levels).round() / levels;
  }));
  all.push_back(graded("clipping", draw_clipping));
  all.push_back(graded("haze", draw_haze));
  all.push_back(graded("flattening", draw_flattening));
  all.push_back(graded("uneven", draw_uneven));
  all.push_back({"episode", draw_episode});
  return all;
}

} // namespace

const std::vector<Degradation>& degradations() {
  static const std::vector<Degradation> all = all_degradations();
  return all;
}

std::vector<Degradation> degradations_without(const std::vector<std::string>& left_out) {
  std::vector<Degradation> kept = degradations();
  for (const std::string& name : left_out) {
    const auto found = std::find_if(kept.begin(), kept.end(),
                                    [&](const Degradation& family) { return family.name == name; });
    if (found == kept.end()) {
      std::string names;
      for (const Degradation& family : degradations()) names += (names.empty() ? "" : ", ") + family.name;
      throw Error("There is no degradation \"" + name + "\"; there are: " + names + ".");
    }
    kept.erase(found);
  }
  return kept;
}

} // namespace penumbra
