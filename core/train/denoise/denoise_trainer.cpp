// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/denoise/denoise_trainer.hpp"

#include "core/nn/torch/tensors.hpp"
#include "core/train/low_light/low_light.hpp"
#include "core/train/run/schedule.hpp"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <torch/utils.h>

namespace penumbra {

namespace {

double uniform(std::mt19937_64& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

torch::Tensor native_patch(const PhotoSet& set, int side, std::mt19937_64& random) {
  for (;;) {
    const auto index = std::uniform_int_distribution<std::size_t>(0, set.photos.size() - 1)(random);
    const torch::Tensor& photo = set.photos[index];
    if (photo.size(1) < side || photo.size(2) < side) continue;
    const auto at = [&](std::int64_t room) {
      return std::uniform_int_distribution<std::int64_t>(0, room)(random);
    };
    const std::int64_t y = at(photo.size(1) - side), x = at(photo.size(2) - side);
    return photo.slice(1, y, y + side).slice(2, x, x + side).to(torch::kFloat).div(255).unsqueeze(0);
  }
}

/// Logits [steps,N,2] and values [steps,N] of the states after each curve step.
DenoiseJudgement judge(PixelNet& net, const DenoiseEpisodes& episodes) {
  const auto steps = episodes.strengths.size();
  std::vector<torch::Tensor> states, contexts;
  for (std::size_t t = 1; t <= steps; ++t) {
    states.push_back(episodes.noisy[t]);
    contexts.push_back(
        denoise_context(episodes.noisy[t], episodes.level[t].flatten(1).mean(1), double(t) / double(steps)));
  }
  const DenoiseJudgement flat = judge_noise(net, torch::cat(states), torch::cat(contexts));
  const auto rows = std::int64_t(steps);
  return {flat.logits.view({rows, -1, 2}), flat.value.view({rows, -1})};
}

/// First step (1…steps) at which `denoise` [steps,N] says so; steps + 1 where none does.
torch::Tensor first_step(const torch::Tensor& denoise) {
  const std::int64_t steps = denoise.size(0);
  const torch::Tensor number = torch::arange(1, steps + 1).view({-1, 1});
  return torch::where(denoise, number, torch::full_like(number, steps + 1)).amin(0);
}

} // namespace

torch::Tensor final_error(FfdNet& denoiser, const DenoiseEpisodes& episodes, const torch::Tensor& stop) {
  const auto steps = std::int64_t(episodes.strengths.size());
  torch::Tensor last = episodes.noisy.back().clone();
  for (std::int64_t t = 1; t <= steps; ++t) {
    const torch::Tensor chosen = (stop == t).nonzero().view(-1);
    if (!chosen.numel()) continue;
    torch::Tensor state = episodes.noisy[std::size_t(t)].index_select(0, chosen);
    const torch::Tensor level = episodes.level[std::size_t(t)].index_select(0, chosen);
    state = denoise(denoiser, state, level).clamp(0, 1);
    for (auto later = std::size_t(t); later < std::size_t(steps); ++later)
      state = apply_curve(state, episodes.strengths[later].index_select(0, chosen));
    last.index_copy_(0, chosen, state);
  }
  return (last - episodes.clean.back()).abs().flatten(1).mean(1);
}

void to_json(nlohmann::json& json, const DenoisePolicyRun& run) {
  json = {{"system", "rellie-denoise"}, {"width", run.width},
          {"updates", run.updates},     {"learning_rate", run.learning_rate},
          {"batch", run.batch},         {"steps", run.steps},
          {"clean", run.clean},         {"max", run.max},
          {"min_ev", run.min_ev},       {"max_ev", run.max_ev},
          {"cost", run.cost},           {"reward_scale", run.reward_scale},
          {"entropy", run.entropy},     {"value_weight", run.value_weight},
          {"seed", run.seed},           {"photo_side", run.photo_side}};
}

void from_json(const nlohmann::json& json, DenoisePolicyRun& run) {
  const DenoisePolicyRun standard;
  run.width = json.value("width", standard.width);
  run.updates = json.value("updates", standard.updates);
  run.learning_rate = json.value("learning_rate", standard.learning_rate);
  run.batch = json.value("batch", standard.batch);
  run.steps = json.value("steps", standard.steps);
  run.clean = json.value("clean", standard.clean);
  run.max = json.value("max", standard.max);
  run.min_ev = json.value("min_ev", standard.min_ev);
  run.max_ev = json.value("max_ev", standard.max_ev);
  run.cost = json.value("cost", standard.cost);
  run.reward_scale = json.value("reward_scale", standard.reward_scale);
  run.entropy = json.value("entropy", standard.entropy);
  run.value_weight = json.value("value_weight", standard.value_weight);
  run.seed = json.value("seed", standard.seed);
  run.photo_side = json.value("photo_side", standard.photo_side);
}

DenoisePolicyTrainer::DenoisePolicyTrainer(DenoisePolicyRun run, const std::string& photos,
                                           const std::string& denoiser, std::string out)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_), random_(run_.seed) {
  torch::manual_seed(run_.seed);
  photos_ = load_photos(photos, run_.photo_side);
  held_out_ = hold_out(photos_, 16);
  denoiser_ = load_ffdnet(read_safetensors(denoiser));
  net_ = PixelNet(denoise_policy_shape(run_.width));
  adam_ = std::make_unique<Adam>(*net_);
  checkpoint_.keep("net", *net_), checkpoint_.keep("adam", *adam_), checkpoint_.keep("updates", updates_);
}

bool DenoisePolicyTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

DenoiseEpisodes DenoisePolicyTrainer::episodes(const PhotoSet& photos, int count, torch::Tensor& noiseless) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> noisy, clean, level, strengths;
  noiseless = torch::zeros({count}, torch::kBool);
  for (int i = 0; i < count; ++i) {
    const torch::Tensor photo = native_patch(photos, denoise_patch_side, random_);
    const bool quiet = uniform(random_, 0, 1) < run_.clean;
    noiseless[i] = quiet;
    CameraNoise camera;
    camera.ev = uniform(random_, run_.min_ev, run_.max_ev);
    const CameraDeviation deviation = set_camera_noise(
        photo, quiet ? uniform(random_, 0, 1.0 / 255) : uniform(random_, 2.0 / 255, run_.max), random_,
        camera);
    noisy.push_back(dark_exposure(photo, camera));
    clean.push_back(linear_to_srgb(srgb_to_linear(photo) * std::pow(2.0, -camera.ev)));
    level.push_back(deviation.dark * std::exp(uniform(random_, -0.25, 0.25)));
    // About as much as brings the photo's brightness back, and sometimes less or more.
    strengths.push_back(
        torch::full({1, 1, 1, 1}, std::clamp(camera.ev / 5 * uniform(random_, 0.6, 1.2), 0.05, 1.0)));
  }
  DenoiseEpisodes out;
  out.noisy.push_back(torch::cat(noisy)), out.clean.push_back(torch::cat(clean));
  out.level.push_back(torch::cat(level));
  const torch::Tensor strength = torch::cat(strengths);
  for (int t = 0; t < run_.steps; ++t) {
    const torch::Tensor &state = out.noisy.back(), &twin = out.clean.back();
    out.strengths.push_back(strength);
    out.level.push_back(out.level.back() * (1 + strength * (1 - 2 * state.mean({2, 3}, true))).clamp_min(0));
    out.noisy.push_back(apply_curve(state, strength));
    out.clean.push_back(apply_curve(twin, strength));
  }
  return out;
}

torch::Tensor DenoisePolicyTrainer::reward(const DenoiseEpisodes& episodes, const torch::Tensor& stop) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor never = (episodes.noisy.back() - episodes.clean.back()).abs().flatten(1).mean(1);
  const torch::Tensor cost = (stop <= run_.steps).to(torch::kFloat) * run_.cost;
  return run_.reward_scale * (never - final_error(denoiser_, episodes, stop) - cost);
}

void DenoisePolicyTrainer::update() {
  torch::Tensor noiseless;
  const DenoiseEpisodes batch = episodes(photos_, run_.batch, noiseless);
  const DenoiseJudgement judged = judge(net_, batch);
  const torch::Tensor log_pi = torch::log_softmax(judged.logits, 2);
  const torch::Tensor drawn = torch::rand({run_.steps, run_.batch}) < log_pi.detach().select(2, 1).exp();
  const torch::Tensor stop = first_step(drawn);
  const torch::Tensor gained = reward(batch, stop); // the whole return: it comes at the end, gamma is 1
  // A decision counts up to the one that denoises.
  const torch::Tensor number = torch::arange(1, run_.steps + 1).view({-1, 1});
  const torch::Tensor counts = (number <= stop).to(torch::kFloat);
  const torch::Tensor log_chosen = torch::where(drawn, log_pi.select(2, 1), log_pi.select(2, 0));
  const torch::Tensor advantage = gained - judged.value.detach();
  const torch::Tensor entropy = -(log_pi.exp() * log_pi).sum(2);
  const auto mean = [&](const torch::Tensor& x) { return (x * counts).sum() / counts.sum(); };
  const torch::Tensor loss = -mean(log_chosen * advantage) +
                             run_.value_weight * mean((gained - judged.value).square()) -
                             run_.entropy * mean(entropy);
  net_->zero_grad();
  loss.backward();
  adam_->step(gradients_of(*net_), cosine_rate(run_.learning_rate, updates_, run_.updates, 0.1, 0), 1.0);
  ++updates_;
  reward_sum_ += gained.mean().item<double>(), entropy_sum_ += mean(entropy).item<double>(), ++summed_;
}

DenoisePolicyTrainer::Score DenoisePolicyTrainer::score() {
  const torch::NoGradGuard no_grad;
  const std::mt19937_64 before = random_;
  random_.seed(99);
  torch::manual_seed(99);
  torch::Tensor noiseless;
  const int count = 192;
  const DenoiseEpisodes set = episodes(held_out_, count, noiseless);
  random_ = before;
  torch::manual_seed(random_());
  const DenoiseJudgement judged = judge(net_, set);
  const torch::Tensor stop = first_step(judged.logits.select(2, 1) > judged.logits.select(2, 0));
  const torch::Tensor asked = (stop <= run_.steps).to(torch::kFloat), quiet = noiseless.to(torch::kFloat);
  std::vector<torch::Tensor> each{torch::zeros({count})};
  for (int t = 1; t <= run_.steps; ++t) each.push_back(reward(set, torch::full({count}, t, torch::kLong)));
  Score score;
  score.reward = reward(set, stop).mean().item<double>();
  score.always = each.back().mean().item<double>();
  score.best = torch::stack(each).amax(0).mean().item<double>();
  score.noisy_denoised = ((asked * (1 - quiet)).sum() / (1 - quiet).sum()).item<double>();
  score.clean_denoised = ((asked * quiet).sum() / quiet.sum()).item<double>();
  score.step = ((asked * stop).sum() / asked.sum().clamp_min(1)).item<double>();
  return score;
}

void DenoisePolicyTrainer::save() const {
  checkpoint_.save();
  TensorFile weights;
  store(net_, weights);
  weights.metadata["system"] = "rellie-denoise";
  weights.metadata["updates"] = std::to_string(updates_);
  write_safetensors(out_ + "/weights.safetensors", weights);
}

void DenoisePolicyTrainer::train(double minutes, int report) {
  at::set_num_threads(1);
  const Deadline deadline(minutes);
  while (updates_ < run_.updates && !deadline.over()) {
    update();
    if (updates_ % report && updates_ < run_.updates) continue;
    const Score s = score();
    std::printf(
        "%5d  reward %.3f entropy %.3f  held out: reward %.3f (always %.3f, in hindsight %.3f), denoised "
        "%.0f %% of the noisy, %.0f %% of the clean, at step %.2f\n",
        updates_, reward_sum_ / summed_, entropy_sum_ / summed_, s.reward, s.always, s.best,
        100 * s.noisy_denoised, 100 * s.clean_denoised, s.step);
    std::fflush(stdout);
    std::ofstream(out_ + "/log.csv", std::ios::app)
        << updates_ << ',' << reward_sum_ / summed_ << ',' << entropy_sum_ / summed_ << ',' << s.reward << ','
        << s.always << ',' << s.best << ',' << s.noisy_denoised << ',' << s.clean_denoised << ',' << s.step
        << '\n';
    reward_sum_ = 0, entropy_sum_ = 0, summed_ = 0;
    save();
  }
  save();
}

} // namespace penumbra
