// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/denoise/denoiser.hpp"

#include "core/nn/torch/tensors.hpp"
#include "core/train/run/schedule.hpp"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <torch/utils.h>

namespace penumbra {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(NoiseModel, max, uneven, camera, correlated, min_ev, max_ev,
                                                map_spread, grey)

namespace {

constexpr int held_out_share = 24, held_out_side = 192;

/// All photos at half their size.
PhotoSet halved(const PhotoSet& set) {
  PhotoSet out = set;
  for (std::size_t i = 0; i < set.photos.size(); ++i) {
    const auto side = std::max(set.photos[i].size(1), set.photos[i].size(2));
    out.photos[i] = (whole_photo(set, i, int(side / 2)) * 255).round().to(torch::kByte).squeeze(0);
  }
  return out;
}

std::int64_t below(std::int64_t count, std::mt19937_64& random) {
  return std::uniform_int_distribution<std::int64_t>(0, count - 1)(random);
}

} // namespace

void to_json(nlohmann::json& json, const DenoiserRun& run) {
  json = {{"system", "denoiser"},
          {"width", run.width},
          {"layers", run.layers},
          {"updates", run.updates},
          {"learning_rate", run.learning_rate},
          {"batch", run.batch},
          {"patch", run.patch},
          {"ema_decay", run.ema_decay},
          {"seed", run.seed},
          {"photo_side", run.photo_side},
          {"noise", run.noise}};
}

void from_json(const nlohmann::json& json, DenoiserRun& run) {
  const DenoiserRun standard;
  run.width = json.value("width", standard.width);
  run.layers = json.value("layers", standard.layers);
  run.updates = json.value("updates", standard.updates);
  run.learning_rate = json.value("learning_rate", standard.learning_rate);
  run.batch = json.value("batch", standard.batch);
  run.patch = json.value("patch", standard.patch);
  run.ema_decay = json.value("ema_decay", standard.ema_decay);
  run.seed = json.value("seed", standard.seed);
  run.photo_side = json.value("photo_side", standard.photo_side);
  run.noise = json.value("noise", standard.noise);
}

DenoiserTrainer::DenoiserTrainer(DenoiserRun run, const std::string& photos, std::string out)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_), random_(run_.seed) {
  torch::manual_seed(run_.seed);
  large_ = load_photos(photos, run_.photo_side);
  held_out_ = hold_out(large_, held_out_share);
  small_ = halved(large_);
  const FfdNetShape shape{run_.width, run_.layers};
  net_ = FfdNet(shape);
  average_ = FfdNet(shape);
  TensorFile start;
  copy_parameters(*net_, start);
  copy_parameters(start, *average_);
  adam_ = std::make_unique<Adam>(*net_);
  checkpoint_.keep("net", *net_), checkpoint_.keep("average", *average_), checkpoint_.keep("adam", *adam_);
  checkpoint_.keep("updates", updates_);
}

bool DenoiserTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

torch::Tensor DenoiserTrainer::patches() {
  std::vector<torch::Tensor> batch;
  while (int(batch.size()) < run_.batch) {
    const PhotoSet& set = random_() & 1 ? large_ : small_;
    const torch::Tensor& photo = set.photos[std::size_t(below(std::int64_t(set.photos.size()), random_))];
    const std::int64_t rows = photo.size(1) - run_.patch + 1, columns = photo.size(2) - run_.patch + 1;
    if (rows < 1 || columns < 1) continue;
    const std::int64_t y = below(rows, random_), x = below(columns, random_);
    torch::Tensor patch = photo.slice(1, y, y + run_.patch).slice(2, x, x + run_.patch);
    if (random_() & 1) patch = patch.flip({2});
    if (random_() & 1) patch = patch.transpose(1, 2);
    batch.push_back(patch.to(torch::kFloat));
  }
  return torch::stack(batch).div_(255.0f);
}

void DenoiserTrainer::update() {
  const NoisyBatch batch = add_noise(patches(), run_.noise, random_);
  // The network works at half the size; the level of four pixels is their mean.
  const torch::Tensor level = torch::avg_pool2d(batch.level, 2);
  const torch::Tensor error = (batch.noisy - net_->forward(batch.noisy, level) - batch.clean).abs().mean();
  net_->zero_grad();
  error.backward();
  adam_->step(gradients_of(*net_), cosine_rate(run_.learning_rate, updates_, run_.updates, 0.01, 100), 1.0);
  update_ema(*net_, *average_, run_.ema_decay, ++updates_);
  error_sum_ += error.item<double>(), ++summed_;
}

double DenoiserTrainer::score(double level) {
  const torch::NoGradGuard no_grad;
  auto generator = at::detail::createCPUGenerator(7);
  double sum = 0;
  int count = 0;
  for (std::size_t i = 0; i < held_out_.photos.size(); ++i) {
    const torch::Tensor photo = held_out_.photos[i].to(torch::kFloat).div(255).unsqueeze(0);
    const torch::Tensor clean = photo.slice(2, 0, held_out_side).slice(3, 0, held_out_side);
    const torch::Tensor noisy = clean + level * torch::randn(clean.sizes(), generator);
    const torch::Tensor result = denoise(average_, noisy, torch::full({1, 1, 1, 1}, level)).clamp(0, 1);
    sum += -10 * std::log10((result - clean).square().mean().item<double>());
    ++count;
  }
  return count ? sum / count : 0;
}

void DenoiserTrainer::report() {
  last_error_ = error_sum_ / std::max(1, summed_);
  const double low = score(15 / 255.0), middle = score(25 / 255.0), high = score(50 / 255.0);
  std::printf("%6d  error %.5f  held out: %.2f dB at 15, %.2f dB at 25, %.2f dB at 50\n", updates_,
              last_error_, low, middle, high);
  std::fflush(stdout);
  std::ofstream(out_ + "/log.csv", std::ios::app)
      << updates_ << ',' << last_error_ << ',' << low << ',' << middle << ',' << high << '\n';
  error_sum_ = 0, summed_ = 0;
  save();
}

void DenoiserTrainer::save() const {
  checkpoint_.save();
  TensorFile weights;
  store(average_, weights);
  weights.metadata["system"] = "denoiser";
  weights.metadata["updates"] = std::to_string(updates_);
  write_safetensors(out_ + "/weights.safetensors", weights);
}

void DenoiserTrainer::train(double minutes, int report_every) {
  at::set_num_threads(1); // beside other work; a second process is the better use of a second core
  const Deadline deadline(minutes);
  while (updates_ < run_.updates && !deadline.over()) {
    update();
    if (updates_ % report_every == 0) report();
  }
  if (summed_) report();
}

} // namespace penumbra
