// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run/photos.hpp"

#include "core/error.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <torch/nn/functional.h>

namespace penumbra {
namespace {

namespace fs = std::filesystem;
namespace F = torch::nn::functional;

double uniform(std::mt19937_64& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

cv::Mat as_mat(const torch::Tensor& photo) { // uint8 [3,H,W] -> interleaved copy
  const torch::Tensor rows = photo.permute({1, 2, 0}).contiguous();
  return cv::Mat(int(rows.size(0)), int(rows.size(1)), CV_8UC3, rows.data_ptr<std::uint8_t>()).clone();
}

torch::Tensor as_tensor(const cv::Mat& mat) { // interleaved 8-bit -> uint8 [3,H,W]
  return torch::from_blob(mat.data, {mat.rows, mat.cols, 3}, torch::kByte).permute({2, 0, 1}).contiguous();
}

torch::Tensor as_float(const cv::Mat& mat) {
  return as_tensor(mat).to(torch::kFloat).div_(255.0f);
}

} // namespace

PhotoSet load_photos(const std::string& folder, int long_side) {
  std::vector<fs::path> paths;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    std::string type = entry.path().extension().string();
    std::transform(type.begin(), type.end(), type.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    if (type == ".jpg" || type == ".jpeg" || type == ".png") paths.push_back(entry.path());
  }
  if (problem) throw Error("The folder of photos " + folder + " cannot be read: " + problem.message());
  std::sort(paths.begin(), paths.end());
  PhotoSet set;
  for (const fs::path& path : paths) {
    cv::Mat bgr = cv::imread(path.string(), cv::IMREAD_COLOR), rgb;
    if (bgr.empty()) throw Error("The photo " + path.string() + " cannot be read.");
    if (const int side = std::max(bgr.cols, bgr.rows); side > long_side) {
      const double scale = double(long_side) / side;
      cv::resize(bgr, bgr, {int(std::lround(bgr.cols * scale)), int(std::lround(bgr.rows * scale))}, 0, 0,
                 cv::INTER_AREA);
    }
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    cv::Mat grey;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    set.mean_luma.push_back(cv::mean(grey)[0]);
    set.photos.push_back(as_tensor(rgb));
    set.names.push_back(path.filename().string());
  }
  if (set.photos.empty()) throw Error("There are no JPEG or PNG pictures in " + folder + ".");
  return set;
}

PhotoSet hold_out(PhotoSet& set, int every) {
  PhotoSet kept, out;
  for (std::size_t i = 0; i < set.photos.size(); ++i) {
    PhotoSet& to = i % std::size_t(every) == std::size_t(every) / 2 ? out : kept;
    to.photos.push_back(set.photos[i]);
    to.names.push_back(set.names[i]);
    to.mean_luma.push_back(set.mean_luma[i]);
  }
  set = std::move(kept);
  return out;
}

torch::Tensor random_crops(const PhotoSet& set, const std::vector<std::size_t>& indices, int height,
                           int width, std::mt19937_64& random) {
  std::vector<torch::Tensor> batch;
  for (const std::size_t index : indices) {
    const cv::Mat photo = as_mat(set.photos.at(index));
    // The part has the shape of the output, turned where the photo stands upright would distort: keep the
    // aspect.
    const double scale =
        uniform(random, 0.6, 1.0) * std::min(double(photo.cols) / width, double(photo.rows) / height);
    const int w = std::clamp(int(std::lround(width * scale)), 1, photo.cols);
    const int h = std::clamp(int(std::lround(height * scale)), 1, photo.rows);
    const int x = int(uniform(random, 0, photo.cols - w + 0.999)),
              y = int(uniform(random, 0, photo.rows - h + 0.999));
    cv::Mat part;
    cv::resize(photo(cv::Rect(x, y, w, h)), part, {width, height}, 0, 0,
               w >= width ? cv::INTER_AREA : cv::INTER_LINEAR);
    if (random() & 1) cv::flip(part, part, 1);
    batch.push_back(as_float(part));
  }
  return torch::stack(batch);
}

torch::Tensor whole_photo(const PhotoSet& set, std::size_t index, int long_side) {
  cv::Mat photo = as_mat(set.photos.at(index));
  if (const int side = std::max(photo.cols, photo.rows); side > long_side) {
    const double scale = double(long_side) / side;
    cv::resize(photo, photo, {int(std::lround(photo.cols * scale)), int(std::lround(photo.rows * scale))}, 0,
               0, cv::INTER_AREA);
  }
  return as_float(photo).unsqueeze(0);
}

torch::Tensor srgb_to_linear(const torch::Tensor& v) {
  return torch::where(v <= 0.04045, v / 12.92, ((v.clamp_min(0) + 0.055) / 1.055).pow(2.4));
}

torch::Tensor linear_to_srgb(const torch::Tensor& v) {
  return torch::where(v <= 0.0031308, v * 12.92, 1.055 * v.clamp_min(0.0031308).pow(1.0 / 2.4) - 0.055);
}

torch::Tensor camera_tone(const torch::Tensor& encoded, double share) {
  return encoded + share * encoded * (encoded * (3 - 2 * encoded) - 1);
}

torch::Tensor camera_tone_inverse(const torch::Tensor& picture, double share) {
  // The curve grows everywhere, so halving the interval finds the value: 16 times, to 1/65536.
  torch::Tensor low = torch::zeros_like(picture), high = torch::ones_like(picture);
  for (int i = 0; i < 16; ++i) {
    const torch::Tensor middle = 0.5 * (low + high), below = camera_tone(middle, share) < picture;
    low = torch::where(below, middle, low), high = torch::where(below, high, middle);
  }
  return 0.5 * (low + high);
}

torch::Tensor darken(const torch::Tensor& photos, const DarkenModel& model, std::mt19937_64& random) {
  std::vector<torch::Tensor> out;
  for (std::int64_t i = 0; i < photos.size(0); ++i) {
    const torch::Tensor photo = photos[i].unsqueeze(0);
    const double gamma =
        std::exp(model.gamma_shift + uniform(random, -model.gamma_spread, model.gamma_spread));
    torch::Tensor ev = torch::full({1, 1, 1, 1}, uniform(random, model.min_ev, model.max_ev));
    if (uniform(random, 0, 1) < model.uneven) {
      torch::Tensor corners = torch::empty({1, 1, 3, 3});
      for (int k = 0; k < 9; ++k) corners.view(-1)[k] = uniform(random, -1.0, 1.0);
      ev = ev + F::interpolate(corners, F::InterpolateFuncOptions()
                                            .size(std::vector<std::int64_t>{photo.size(2), photo.size(3)})
                                            .mode(torch::kBicubic)
                                            .align_corners(false));
      ev = ev.clamp_min(0.0);
    }
    torch::Tensor gains = torch::empty({1, 3, 1, 1});
    for (int c = 0; c < 3; ++c)
      gains[0][c][0][0] = std::exp(uniform(random, -model.gain_spread, model.gain_spread));
    const double tone = model.max_tone > 0 ? uniform(random, model.min_tone, model.max_tone) : 0;
    const torch::Tensor encoded = tone > 0 ? camera_tone_inverse(photo, tone) : photo;
    torch::Tensor light = srgb_to_linear(encoded.clamp_min(1e-4).pow(gamma));
    if (uniform(random, 0, 1) < model.headroom_share)
      light = light / (1 - uniform(random, 0, model.max_headroom) * light.amax(1, true));
    if (model.glare_share > 0 && uniform(random, 0, 1) < model.glare_share) {
      const torch::Tensor bright = ((light.amax(1, true) - 0.75) / 0.25).clamp(0, 1);
      light = light * torch::exp2(bright * uniform(random, 0, model.max_glare_ev));
    }
    light = light * gains * torch::pow(2.0, -ev);
    const double noise = std::exp(uniform(random, std::log(model.min_noise), std::log(model.max_noise)));
    // Shot noise grows with the square root of the light, read noise does not; both sit in the dark exposure.
    light = light + torch::randn_like(light) * noise * (light.clamp(0, 1).sqrt() * 0.5 + noise);
    out.push_back(
        (camera_tone(linear_to_srgb(light.clamp(0, 1)), tone) * 255.0).round().div(255.0).clamp(0, 1));
  }
  return torch::cat(out);
}

} // namespace penumbra
