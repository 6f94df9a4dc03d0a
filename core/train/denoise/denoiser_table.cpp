// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/denoise/denoiser_table.hpp"

#include "core/nn/torch/ffdnet.hpp"
#include "core/train/run/photos.hpp"

#include <ATen/Parallel.h>
#include <chrono>
#include <cmath>
#include <functional>
#include <opencv2/core.hpp>
#include <opencv2/photo.hpp>

namespace penumbra {
namespace {

using Method = std::function<torch::Tensor(const torch::Tensor& noisy, double level)>;

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

torch::Tensor to_bytes(const torch::Tensor& picture) {
  return (picture.clamp(0, 1) * 255).round();
}

torch::Tensor non_local_means(const torch::Tensor& noisy, double level) {
  torch::Tensor rows = to_bytes(noisy).to(torch::kByte).squeeze(0).permute({1, 2, 0}).contiguous();
  const cv::Mat picture(int(rows.size(0)), int(rows.size(1)), CV_8UC3, rows.data_ptr<std::uint8_t>());
  cv::Mat result;
  const auto strength = float(0.9 * level * 255);
  cv::fastNlMeansDenoisingColored(picture, result, strength, strength);
  return torch::from_blob(result.data, rows.sizes(), torch::kByte)
      .permute({2, 0, 1})
      .unsqueeze(0)
      .to(torch::kFloat)
      .div(255);
}

} // namespace

std::vector<DenoiserScore> compare_denoisers(const std::string& folder,
                                             const std::vector<std::string>& weights,
                                             const std::vector<double>& levels, int side) {
  const torch::NoGradGuard no_grad;
  at::set_num_threads(1);
  cv::setNumThreads(1);
  std::vector<std::pair<std::string, Method>> methods{
      {"noisy", [](const torch::Tensor& noisy, double) { return noisy; }},
      {"fastNlMeans", non_local_means},
  };
  for (const std::string& path : weights) {
    FfdNet net = load_ffdnet(read_safetensors(path));
    methods.emplace_back(path, [net](const torch::Tensor& noisy, double level) mutable {
      return denoise(net, noisy, torch::full({1, 1, 1, 1}, level));
    });
  }
  const PhotoSet photos = load_photos(folder, 1 << 16);
  std::vector<DenoiserScore> table;
  for (const double level : levels)
    for (auto& [name, method] : methods) {
      DenoiserScore score{name, level};
      double megapixels = 0;
      for (std::size_t i = 0; i < photos.photos.size(); ++i) {
        const torch::Tensor clean =
            whole_photo(photos, i, 1 << 16).slice(2, 0, side).slice(3, 0, side).contiguous();
        auto generator = at::detail::createCPUGenerator(1000 + i);
        const torch::Tensor noisy = clean + level * torch::randn(clean.sizes(), generator);
        const double start = seconds();
        const torch::Tensor result = method(noisy, level);
        score.seconds += seconds() - start;
        megapixels += double(clean.numel()) / 3e6;
        score.psnr += 20 * std::log10(255.0) -
                      10 * std::log10((to_bytes(result) - to_bytes(clean)).square().mean().item<double>());
      }
      score.psnr /= double(photos.photos.size());
      score.seconds /= megapixels;
      table.push_back(score);
    }
  return table;
}

} // namespace penumbra
