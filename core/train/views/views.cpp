// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/views/views.hpp"

#include "core/error.hpp"
#include "core/train/run/photos.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

namespace penumbra {
namespace {

constexpr float black = 1e-5f; // scene-linear light that no camera of ours tells from none
/// Sensor: electrons at full scale at ISO 100, read noise in electrons, gains of daylight white balance.
constexpr double full_well = 40000, read_noise = 2.5, balance[3] = {2.0, 1.0, 1.6};
/// What demosaicing leaves of a pixel's noise.
constexpr double demosaiced = 0.7;

double uniform(std::mt19937_64& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

cv::Mat interleaved(const torch::Tensor& planes) { // float [3,h,w]
  const torch::Tensor rows = planes.permute({1, 2, 0}).contiguous();
  return cv::Mat(int(rows.size(0)), int(rows.size(1)), CV_32FC3, rows.data_ptr<float>()).clone();
}

torch::Tensor planes(const cv::Mat& mat) {
  const auto type = mat.depth() == CV_8U ? torch::kByte : torch::kFloat;
  return torch::from_blob(mat.data, {mat.rows, mat.cols, 3}, type).permute({2, 0, 1}).clone();
}

torch::Tensor luminance(const torch::Tensor& light) { // [3,h,w] -> [h,w]
  return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
}

double quantile_of(const torch::Tensor& values, double share) {
  const torch::Tensor sorted = std::get<0>(values.reshape({-1}).sort());
  return sorted[std::int64_t(std::lround(share * double(sorted.size(0) - 1)))].item<double>();
}

/// Mean luminance of the view's 12 x 16 blocks.
torch::Tensor blocks(const torch::Tensor& light) {
  return torch::adaptive_avg_pool2d(luminance(light).unsqueeze(0), {12, 16}).squeeze(0);
}

/// The factor that brings the brightest channel's 99th percentile just below clipping; where that would leave
/// the median darker than 5.5 EV under mid-grey, lamps may clip, as no meter gives up a street for them.
double saving_highlights(const torch::Tensor& light) {
  const double bright = 0.95 / std::max(quantile_of(light.amax(0), 0.99), double(black));
  const double median = quantile_of(luminance(light), 0.5);
  return std::max(bright, 0.18 * std::exp2(-5.5) / std::max(median, double(black)));
}

torch::Tensor bytes(const torch::Tensor& encoded) {
  return (encoded.clamp(0, 1) * 255 + 0.5).floor().clamp(0, 255).to(torch::kByte);
}

/// Fusion of frames 1 EV apart: from -2 EV to the first whole EV that brings the darkest tenth of the blocks to
/// mid-grey, 1…6.
torch::Tensor fused(const torch::Tensor& light) {
  const double dark = std::max(quantile_of(blocks(light), 0.1), double(black));
  const int brightest = std::clamp(int(std::ceil(std::log2(0.18 / dark))), 1, 6);
  std::vector<cv::Mat> frames;
  for (int ev = -2; ev <= brightest; ++ev) {
    cv::Mat frame;
    interleaved(bytes(linear_to_srgb((light * std::exp2(ev)).clamp(0, 1))).to(torch::kFloat))
        .convertTo(frame, CV_8UC3);
    frames.push_back(frame);
  }
  cv::Mat out;
  cv::createMergeMertens()->process(frames, out);
  return bytes(planes(out));
}

torch::Tensor read_panorama(const std::string& path, double stored_scale) {
  setenv("OPENCV_IO_ENABLE_OPENEXR", "1", 0); // OpenCV reads it at the first picture
  const cv::Mat bgr = cv::imread(path, cv::IMREAD_UNCHANGED);
  if (bgr.empty() || bgr.channels() < 3 || bgr.depth() != CV_32F)
    throw Error("The panorama " + path + " cannot be read as a colour OpenEXR picture.");
  if (bgr.cols != 2 * bgr.rows)
    throw Error("The picture " + path + " is no panorama: it is not twice as wide as high.");
  cv::Mat rgb;
  cv::cvtColor(bgr, rgb, bgr.channels() == 4 ? cv::COLOR_BGRA2RGB : cv::COLOR_BGR2RGB);
  return planes(rgb).nan_to_num(0.0, 65504.0, 0.0).div(stored_scale).clamp_min(0);
}

} // namespace

void to_json(nlohmann::json& json, const ViewModel& m) {
  json = {{"per_panorama", m.per_panorama}, {"width", m.width},         {"height", m.height},
          {"stored_scale", m.stored_scale}, {"min_fov", m.min_fov},     {"max_fov", m.max_fov},
          {"min_pitch", m.min_pitch},       {"max_pitch", m.max_pitch}, {"min_range", m.min_range},
          {"max_luma", m.max_luma},         {"min_ev", m.min_ev},       {"max_ev", m.max_ev},
          {"plain_tone", m.plain_tone},     {"max_tone", m.max_tone},   {"max_iso", m.max_iso},
          {"min_quality", m.min_quality}};
}

void from_json(const nlohmann::json& json, ViewModel& m) {
  const auto take = [&](const char* key, auto& value) {
    if (json.contains(key)) json.at(key).get_to(value);
  };
  take("per_panorama", m.per_panorama), take("width", m.width), take("height", m.height);
  take("stored_scale", m.stored_scale), take("min_fov", m.min_fov), take("max_fov", m.max_fov);
  take("min_pitch", m.min_pitch), take("max_pitch", m.max_pitch), take("min_range", m.min_range);
  take("max_luma", m.max_luma), take("min_ev", m.min_ev), take("max_ev", m.max_ev);
  take("plain_tone", m.plain_tone), take("max_tone", m.max_tone), take("max_iso", m.max_iso);
  take("min_quality", m.min_quality);
}

torch::Tensor look_at(const torch::Tensor& panorama, double yaw, double pitch, double fov, int width,
                      int height) {
  const auto radians = [](double degrees) { return degrees * M_PI / 180; };
  const double half = std::tan(radians(fov) / 2), tilt = radians(pitch), turn = radians(yaw);
  const cv::Mat light = interleaved((panorama + black).log());
  constexpr int edge = 4; // columns repeated at either end, so that views look across the seam
  cv::Mat wide;
  cv::copyMakeBorder(light, wide, 0, 0, edge, edge, cv::BORDER_WRAP);
  cv::Mat across(height, width, CV_32F), down(height, width, CV_32F);
  for (int row = 0; row < height; ++row)
    for (int column = 0; column < width; ++column) {
      const double x = ((column + 0.5) / width * 2 - 1) * half,
                   y = (1 - (row + 0.5) / height * 2) * half * height / width;
      const double forward = std::cos(tilt) - y * std::sin(tilt), up = std::sin(tilt) + y * std::cos(tilt);
      double longitude = (std::atan2(x, forward) + turn) / (2 * M_PI);
      longitude -= std::floor(longitude);
      const double latitude = std::atan2(up, std::hypot(x, forward));
      across.at<float>(row, column) = float(longitude * light.cols - 0.5 + edge);
      down.at<float>(row, column) = float((0.5 - latitude / M_PI) * light.rows - 0.5);
    }
  cv::Mat seen;
  cv::remap(wide, seen, across, down, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  return (planes(seen).exp() - black).clamp_min(0);
}

std::vector<View> render_views(const std::string& folder, const ViewModel& model, std::uint64_t seed) {
  const torch::NoGradGuard no_grad;
  std::vector<std::string> paths;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator(folder, problem))
    if (entry.path().extension() == ".exr") paths.push_back(entry.path().string());
  if (problem) throw Error("The folder of panoramas " + folder + " cannot be read: " + problem.message());
  if (paths.empty()) throw Error("There is no panorama (*.exr) in " + folder + ".");
  std::sort(paths.begin(), paths.end());
  std::vector<View> views;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::mt19937_64 random(seed * 1000003 + i);
    const torch::Tensor panorama = read_panorama(paths[i], model.stored_scale);
    int found = 0;
    for (int tries = 0; tries < 4 * model.per_panorama && found < model.per_panorama; ++tries) {
      const double yaw = uniform(random, 0, 360), pitch = uniform(random, model.min_pitch, model.max_pitch);
      const double fov = uniform(random, model.min_fov, model.max_fov);
      torch::Tensor light = look_at(panorama, yaw, pitch, fov, model.width, model.height);
      const torch::Tensor places = blocks(light) + black;
      if (std::log2(quantile_of(places, 0.9) / quantile_of(places, 0.1)) < model.min_range) continue;
      light = light * saving_highlights(light);
      if (luminance(linear_to_srgb(light.clamp(0, 1))).mean().item<double>() * 255 > model.max_luma) continue;
      views.push_back({light, fused(light)});
      ++found;
    }
  }
  if (views.empty()) throw Error("No view of the panorama in " + folder + " has the wanted range of light.");
  return views;
}

torch::Tensor photograph(const torch::Tensor& light, double ev, const ViewModel& model,
                         std::mt19937_64& random) {
  const int stops = std::max(0, int(std::lround(std::log2(model.max_iso / 100))));
  const double electrons =
      full_well / std::exp2(double(std::uniform_int_distribution<int>(0, stops)(random)));
  const torch::Tensor gains =
      torch::tensor({balance[0], balance[1], balance[2]}, torch::kFloat).view({3, 1, 1});
  // Not clipped before the noise: what is far over full scale is white without noise.
  const torch::Tensor mean = light * std::exp2(ev) / gains * electrons;
  const torch::Tensor noise = (mean + read_noise * read_noise).sqrt() * torch::randn_like(mean) * demosaiced;
  const torch::Tensor sensor = ((mean + noise).clamp(0, electrons) / electrons * 4095).round() / 4095;
  torch::Tensor picture = linear_to_srgb((sensor * gains).clamp(0, 1));
  if (uniform(random, 0, 1) > model.plain_tone)
    picture = camera_tone(picture, uniform(random, 0, model.max_tone));
  cv::Mat rgb;
  interleaved(bytes(picture).to(torch::kFloat)).convertTo(rgb, CV_8UC3);
  std::vector<unsigned char> file;
  const int quality = std::uniform_int_distribution<int>(std::min(model.min_quality, 98), 98)(random);
  cv::imencode(".jpg", rgb, file, {cv::IMWRITE_JPEG_QUALITY, quality}); // red and blue swapped: as good
  return planes(cv::imdecode(file, cv::IMREAD_COLOR)).to(torch::kFloat) / 255;
}

ViewBatch sample_views(const std::vector<View>& views, int count, int height, int width,
                       const ViewModel& model, std::mt19937_64& random) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> inputs, references;
  for (int i = 0; i < count; ++i) {
    const View& view = views[std::uniform_int_distribution<std::size_t>(0, views.size() - 1)(random)];
    const torch::Tensor shot =
        photograph(view.light, uniform(random, model.min_ev, model.max_ev), model, random);
    const auto h = shot.size(1), w = shot.size(2);
    const double share = uniform(random, 0.7, 1.0);
    const auto rows = std::int64_t(double(h) * share), columns = std::int64_t(double(w) * share);
    const auto top = std::uniform_int_distribution<std::int64_t>(0, h - rows)(random),
               left = std::uniform_int_distribution<std::int64_t>(0, w - columns)(random);
    const bool mirrored = random() & 1;
    const auto cut = [&](const torch::Tensor& picture) {
      const torch::Tensor part = picture.slice(1, top, top + rows).slice(2, left, left + columns);
      const torch::Tensor small = torch::adaptive_avg_pool2d(part.unsqueeze(0), {height, width}).squeeze(0);
      return mirrored ? small.flip({2}) : small;
    };
    inputs.push_back(cut(shot));
    references.push_back(cut(view.reference.to(torch::kFloat) / 255));
  }
  return {torch::stack(inputs), torch::stack(references)};
}

} // namespace penumbra
