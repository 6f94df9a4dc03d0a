// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/denoise/denoise.hpp"

#include "core/edit/curve/curve_math.hpp"
#include "core/edit/engine/operations.hpp"
#include "core/error.hpp"
#include "core/image/guided.hpp"
#include "core/nn/interface/denoiser.hpp"

#include <algorithm>
#include <cmath>

namespace penumbra {
namespace {

constexpr double largest_sigma = 0.5;
constexpr float largest_level = 256;
/// Noise that nobody sees and no network needs to look for: a quarter of an 8-bit step.
constexpr float min_sigma = 0.25f / 255.0f;
/// The network has been trained up to here.
constexpr float max_told = 0.3f;
constexpr float guide_epsilon = 1e-2f; // variance of luma: follows the large steps, not the noise

int guide_radius(const Map& map) {
  return std::max(2, std::max(map.width, map.height) / 32);
}

/// The picture's part as the network takes it: planes whose corner lies at even coordinates of the full
/// picture, whatever the tile, and whose sides are even, the border pixels repeated.
struct Patch {
  int x, y, width, height; ///< in the full picture
  std::vector<float> picture, level, noise;

  Patch(const Image& tile, int tile_x, int tile_y)
      : x(tile_x / 2 * 2), y(tile_y / 2 * 2), width((tile_x + tile.width + 1) / 2 * 2 - x),
        height((tile_y + tile.height + 1) / 2 * 2 - y), picture(3 * area()), level(3 * area() / 4),
        noise(3 * area()) {
    const int colours = tile.colour_channels();
    for (int v = 0; v < height; ++v) {
      const float* from = tile.row(std::clamp(y + v - tile_y, 0, tile.height - 1));
      for (int u = 0; u < width; ++u) {
        const float* pixel =
            from + std::size_t(std::clamp(x + u - tile_x, 0, tile.width - 1)) * tile.channels;
        for (int c = 0; c < 3; ++c)
          picture[index(c, u, v)] = std::clamp(pixel[std::min(c, colours - 1)], 0.0f, 1.0f);
      }
    }
  }

  std::size_t area() const { return std::size_t(width) * std::size_t(height); }
  std::size_t index(int c, int u, int v) const {
    return std::size_t(c) * area() + std::size_t(v) * std::size_t(width) + std::size_t(u);
  }
  /// Luma of the 2x2 pixels whose corner is (2u, 2v).
  float luma_of_four(int u, int v) const {
    const auto mean = [&](int c) {
      const float* p = picture.data() + index(c, 2 * u, 2 * v);
      return 0.25f * (p[0] + p[1] + p[width] + p[width + 1]);
    };
    return luma601(mean(0), mean(1), mean(2));
  }
};

class DenoiseStage : public Stage {
 public:
  DenoiseStage(const Denoiser& denoiser, float sigma, float amount, int width, const Map* level,
               const Image& proxy)
      : denoiser_(denoiser), sigma_(sigma), amount_(amount), width_(width) {
    if (level)
      coefficients_ = guided_coefficients(*level, luma_map(resize(proxy, {level->width, level->height})),
                                          guide_radius(*level), guide_epsilon);
  }

  int margin() const override { return denoiser_.margin(); }

  void apply(Image& tile, int x, int y, Size full) const override {
    const int colours = tile.colour_channels();
    for (std::size_t i = 0; i < tile.pixels.size(); i += std::size_t(tile.channels))
      for (int c = 0; c < colours; ++c)
        if (!std::isfinite(tile.pixels[i + std::size_t(c)])) tile.pixels[i + std::size_t(c)] = 0;
    Patch patch(tile, x, y);
    if (!tell_level(patch, full)) return;
    denoiser_.predict(patch.picture.data(), patch.level.data(), patch.width, patch.height,
                      patch.noise.data());
    for (int v = 0; v < tile.height; ++v)
      for (int u = 0; u < tile.width; ++u) {
        const int pu = x + u - patch.x, pv = y + v - patch.y;
        float noise[3];
        for (int c = 0; c < 3; ++c) {
          const float told =
              patch.level[(std::size_t(c) * (patch.height / 2) + pv / 2) * (patch.width / 2) + pu / 2];
          // Sets in gradually, so that nothing shows where a part of the picture is left out.
          noise[c] = std::clamp(told / min_sigma - 1.0f, 0.0f, 1.0f) * patch.noise[patch.index(c, pu, pv)];
        }
        if (colours == 1) noise[0] = (noise[0] + noise[1] + noise[2]) / 3;
        float* pixel = tile.row(v) + std::size_t(u) * tile.channels;
        for (int c = 0; c < colours; ++c) pixel[c] = without(pixel[c], amount_ * noise[c]);
      }
  }

 private:
  /// What was in range stays there.
  static float without(float value, float noise) {
    const float result = value - noise;
    return value >= 0 && value <= 1 ? std::clamp(result, 0.0f, 1.0f) : result;
  }

  /// Fills the level; false where there is nothing to do in the whole patch.
  bool tell_level(Patch& patch, Size full) const {
    const float sigma = width_ > 0 ? sigma_ * std::min(1.0f, float(full.width) / float(width_)) : sigma_;
    if (coefficients_.values.empty()) {
      std::fill(patch.level.begin(), patch.level.end(), std::min(sigma, max_told));
      return sigma >= min_sigma;
    }
    using namespace curve_math;
    const Map& map = coefficients_;
    const int w = patch.width / 2, h = patch.height / 2, heads = map.channels / 2;
    const float scale_x = 2 * float(map.width) / float(full.width),
                scale_y = 2 * float(map.height) / float(full.height);
    float strongest = 0;
    for (int v = 0; v < h; ++v) {
      const Place row = place(patch.y / 2 + v, scale_y, map.height);
      for (int u = 0; u < w; ++u) {
        const Place column = place(patch.x / 2 + u, scale_x, map.width);
        const float guide = patch.luma_of_four(u, v);
        for (int c = 0; c < 3; ++c) {
          const int k = 2 * std::min(c, heads - 1);
          const auto at = [&](int channel) {
            const auto value = [&](int i, int j) {
              return map.values[(std::size_t(j) * map.width + i) * map.channels + channel];
            };
            return lerp(lerp(value(column.first, row.first), value(column.second, row.first), column.t),
                        lerp(value(column.first, row.second), value(column.second, row.second), column.t),
                        row.t);
          };
          const float told = std::clamp(sigma * (at(k) * guide + at(k + 1)), 0.0f, max_told);
          patch.level[(std::size_t(c) * h + v) * w + u] = told;
          strongest = std::max(strongest, told);
        }
      }
    }
    return strongest >= min_sigma;
  }

  const Denoiser& denoiser_;
  float sigma_, amount_;
  int width_;
  Map coefficients_; ///< [h,w,2 * heads], empty where there is no map
};

double number(const EditStep& step, const char* key, double absent, double max) {
  return number_in(step.parameters, key, "a denoise step", absent, 0, max);
}

struct Settings {
  double sigma, amount;
  int width;
};

Settings settings_of(const EditStep& step) {
  if (!step.parameters.contains("sigma")) throw Error("A denoise step needs its \"sigma\".");
  return {number(step, "sigma", 0, largest_sigma), number(step, "amount", 1, 1),
          int(number(step, "width", 0, 1e6))};
}

void validate(const EditStep& step) {
  settings_of(step);
  if (step.maps.size() > 1) throw Error("A denoise step has at most one map.");
  if (step.maps.empty()) return;
  const Map& map = step.maps.front();
  if (map.channels != 1 && map.channels != 3) throw Error("The map of a denoise step has 1 or 3 channels.");
  if (map.width < 1 || map.height < 1 ||
      map.values.size() != std::size_t(map.width) * map.height * std::size_t(map.channels))
    throw Error("The values of the map of a denoise step do not fit its size.");
  if (!std::all_of(map.values.begin(), map.values.end(),
                   [](float v) { return v >= 0 && v <= largest_level; }))
    throw Error("The values of the map of a denoise step lie between 0 and 256.");
}

std::unique_ptr<Stage> prepare(const EditStep& step, const Image& proxy, Size full) {
  const Settings settings = settings_of(step);
  const double shrunk = settings.width > 0 ? std::min(1.0, double(full.width) / settings.width) : 1.0;
  const Map* level = step.maps.empty() ? nullptr : &step.maps.front();
  const float strongest = level ? *std::max_element(level->values.begin(), level->values.end()) : 1.0f;
  // LibTorch is not loaded for nothing.
  if (settings.amount == 0 || float(settings.sigma * shrunk) * strongest < min_sigma) return {};
  return std::make_unique<DenoiseStage>(shipped_denoiser(), float(settings.sigma), float(settings.amount),
                                        settings.width, level, proxy);
}

} // namespace

const Operation denoise_operation{"denoise", 1, validate, prepare};

EditStep make_denoise_step(double sigma, double amount, int width, Map level) {
  EditStep step;
  step.operation = "denoise";
  step.parameters = {{"sigma", sigma}, {"amount", amount}, {"width", width}};
  if (!level.values.empty()) step.maps.push_back(std::move(level));
  validate(step);
  return step;
}

} // namespace penumbra
