// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/low_light/step_trainer.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/train/run/schedule.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace penumbra {
namespace {

std::size_t pick(std::size_t count, std::mt19937_64& random) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
}

double uniform(double from, double to, std::mt19937_64& random) {
  return std::uniform_real_distribution<>(from, to)(random);
}

struct Policy {
  LowLightSystem system;
  PixelNet net{nullptr};
};

Policy load_policy(const std::string& path) {
  const TensorFile file = read_safetensors(path);
  const auto kind = file.metadata.find("system");
  if (kind == file.metadata.end() || (kind->second != "all-e" && kind->second != "rellie"))
    throw Error("The weights " + path + " are of no low-light policy.");
  PixelNet net = load_pixel_net(file);
  LowLightSystem system =
      kind->second == "all-e" ? all_e_system(net->shape().width) : rellie_system(net->shape().width);
  system.shape = net->shape();
  return {std::move(system), net};
}

torch::Tensor decibels(const torch::Tensor& state, const torch::Tensor& reference, double at_most) {
  const torch::Tensor error =
      ((state.clamp(0, 1) * 255).round() - (reference * 255).round()).square() / 255 / 255;
  return -10 * torch::log10(error.mean({1, 2, 3}) + std::pow(10.0, -at_most / 10));
}

} // namespace

PlayedEpisodes play(PixelNet& net, const LowLightSystem& system, const LowLightBatch& batch, int steps,
                    double factor, double at_most) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor first = describe_picture(batch.input);
  torch::Tensor state = batch.input;
  std::vector<torch::Tensor> states, worth;
  for (int t = 0; t <= steps; ++t) {
    states.push_back((torch::adaptive_avg_pool2d(state, {step_side, step_side}).clamp(0, 1) * 255)
                         .round()
                         .to(torch::kByte));
    worth.push_back(decibels(state, batch.reference, at_most));
    if (t == steps) break;
    const torch::Tensor strengths = shrunk(decide(net, system, state, first).strengths, doubtful_spread);
    state = apply_curve(state, follow_edges((strengths * factor).clamp(-1, 1), state));
  }
  return {torch::stack(states, 1), torch::stack(worth, 1)};
}

StepScore score_steps(const torch::Tensor& expected, const torch::Tensor& decibels) {
  StepScore score;
  const auto last = decibels.size(1) - 1;
  const torch::Tensor chosen = expected.argmax(1), best = decibels.amax(1);
  const torch::Tensor ends = torch::maximum(decibels.select(1, 0), decibels.select(1, last));
  score.first = decibels.select(1, 0).mean().item<double>();
  score.last = decibels.select(1, last).mean().item<double>();
  score.suggested = decibels.gather(1, chosen.unsqueeze(1)).mean().item<double>();
  score.best = best.mean().item<double>();
  const torch::Tensor asked = best > ends + 0.3;
  const auto count = asked.sum().item<double>();
  if (count > 0) score.between = (asked & (chosen > 0) & (chosen < last)).sum().item<double>() / count;
  return score;
}

StepTrainer::StepTrainer(StepRun run, const std::string& photos, const std::string& views,
                         const std::vector<std::string>& policies, std::string out)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_), random_(run_.seed) {
  if (policies.empty()) throw Error("Whose steps should be judged? Name the weights of a policy.");
  std::vector<Policy> players;
  for (const std::string& path : policies) players.push_back(load_policy(path));
  const PhotoSet set = load_photos(photos, run_.photo_side);
  std::vector<View> scenes;
  if (!views.empty()) scenes = render_views(views, run_.views, run_.seed);
  torch::manual_seed(run_.seed);
  std::vector<torch::Tensor> states, worth;
  for (int done = 0; done < run_.episodes; done += run_.data.batch) {
    LowLightBatch batch;
    if (!scenes.empty() && uniform(0, 1, random_) < run_.view_share) {
      const int side = run_.data.long_sides[pick(run_.data.long_sides.size(), random_)];
      const ViewBatch seen = sample_views(scenes, run_.data.batch, side * 3 / 4, side, run_.views, random_);
      batch = {seen.input, seen.reference};
    } else {
      batch = sample_batch(set, run_.data, random_);
    }
    Policy& player = players[pick(players.size(), random_)];
    const PlayedEpisodes now =
        play(player.net, player.system, batch, run_.steps,
             uniform(run_.min_strength, run_.max_strength, random_), run_.decibels_at_most);
    states.push_back(now.states), worth.push_back(now.decibels);
    if (done / 512 != (done + run_.data.batch) / 512)
      std::printf("played %d of %d episodes\n", done + run_.data.batch, run_.episodes), std::fflush(stdout);
  }
  const torch::Tensor all = torch::cat(states), values = torch::cat(worth);
  const auto kept = all.size(0) - all.size(0) / 8;
  played_ = {all.slice(0, 0, kept), values.slice(0, 0, kept)};
  held_out_ = {all.slice(0, kept), values.slice(0, kept)};
  torch::manual_seed(run_.seed);
  net_ = StepNet(), average_ = StepNet();
  adam_ = std::make_unique<Adam>(*net_, 0.9, 0.99);
  checkpoint_.keep("net", *net_), checkpoint_.keep("average", *average_);
  checkpoint_.keep("adam", *adam_), checkpoint_.keep("updates", updates_), checkpoint_.keep("best", best_);
}

bool StepTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

namespace {

/// [E,steps+1] of the states of episodes, uint8 [E,steps+1,3,s,s].
torch::Tensor expected(StepNet& net, const torch::Tensor& states) {
  const torch::Tensor now = states.to(torch::kFloat) / 255, first = now.slice(1, 0, 1).expand_as(now);
  return net(first.flatten(0, 1), now.flatten(0, 1)).unflatten(0, {states.size(0), states.size(1)});
}

} // namespace

void StepTrainer::update() {
  std::vector<std::int64_t> places;
  for (int i = 0; i < run_.batch; ++i)
    places.push_back(std::int64_t(pick(std::size_t(played_.states.size(0)), random_)));
  const torch::Tensor index = torch::tensor(places);
  torch::Tensor states = played_.states.index_select(0, index);
  if (random_() & 1) states = states.flip({4});
  const torch::Tensor wanted = played_.decibels.index_select(0, index);
  net_->zero_grad();
  const torch::Tensor error = (expected(net_, states) - wanted) / 10;
  const torch::Tensor loss =
      error.square().mean() + run_.of_differences * (error - error.mean(1, true)).square().mean();
  loss.backward();
  adam_->step(gradients_of(*net_), cosine_rate(run_.learning_rate, updates_, run_.updates, 0.02, 50), 1.0);
  ++updates_;
  update_ema(*net_, *average_, run_.ema_decay, updates_);
  sum_ += loss.item<double>(), ++count_;
}

void StepTrainer::report() {
  StepScore score;
  {
    const torch::NoGradGuard no_grad;
    std::vector<torch::Tensor> parts;
    for (const torch::Tensor& states : held_out_.states.split(32))
      parts.push_back(expected(average_, states));
    score = score_steps(torch::cat(parts), held_out_.decibels);
  }
  const double loss = sum_ / std::max(1, count_);
  const bool better = score.suggested > best_;
  std::printf("%6d  loss %.4f  held out: first %.2f last %.2f suggested %.2f best %.2f dB, between %.2f%s\n",
              updates_, loss, score.first, score.last, score.suggested, score.best, score.between,
              better ? "  *" : "");
  std::fflush(stdout);
  const std::string path = out_ + "/log.csv";
  const bool fresh = !std::filesystem::exists(path);
  std::ofstream log(path, std::ios::app);
  if (fresh) log << "update,loss,first_psnr,last_psnr,suggested_psnr,best_psnr,between\n";
  log << updates_ << ',' << loss << ',' << score.first << ',' << score.last << ',' << score.suggested << ','
      << score.best << ',' << score.between << '\n';
  sum_ = 0, count_ = 0;
  TensorFile weights;
  store(average_, weights);
  weights.metadata["updates"] = std::to_string(updates_);
  write_safetensors(out_ + "/last.safetensors", weights);
  if (better) {
    best_ = score.suggested;
    write_safetensors(out_ + "/best.safetensors", weights);
  }
  checkpoint_.save();
}

void StepTrainer::train(double minutes, int report_every) {
  const Deadline deadline(minutes);
  while (updates_ < run_.updates && !deadline.over()) {
    update();
    if (updates_ % report_every == 0 || updates_ == run_.updates) report();
  }
  checkpoint_.save();
}

} // namespace penumbra
