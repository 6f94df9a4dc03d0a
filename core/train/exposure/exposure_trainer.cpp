// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/exposure/exposure_trainer.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/train/run/plot.hpp"
#include "core/train/run/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace penumbra {
namespace {

constexpr std::size_t remembered = 256; // fused images

/// Capped at 40 dB, so that pictures left as they are do not drown the others.
double mean_psnr(const torch::Tensor& a, const torch::Tensor& b) {
  const torch::Tensor error =
      ((a * 255).round() - (b * 255).round()).square().mean({1, 2, 3}) / (255.0 * 255.0);
  return (-10 * torch::log10(error + 1e-4)).mean().item<double>();
}

} // namespace

void to_json(nlohmann::json& json, const ExposureRun& run) {
  const auto& a = run.adversarial;
  json = {{"form", run.form},
          {"seed", run.seed},
          {"photo_side", run.photo_side},
          {"spoil", run.spoil},
          {"views", run.views},
          {"view_share", run.view_share},
          {"facts", run.facts},
          {"floor", run.floor},
          {"weights", run.weights},
          {"batch", run.batch},
          {"collect", run.collect},
          {"warm_start",
           {{"updates", run.warm.updates},
            {"learning_rate", run.warm.learning_rate},
            {"direct", run.warm.direct}}},
          {"adversarial",
           {{"updates", a.updates},
            {"first_discriminator_steps", a.first_discriminator_steps},
            {"discriminator_steps", a.discriminator_steps},
            {"discriminator_rate", a.discriminator_rate},
            {"policy_rate", a.policy_rate},
            {"value_rate", a.value_rate},
            {"last_rate", a.last_rate},
            {"lambda", a.lambda},
            {"gamma", a.gamma},
            {"zeta", a.zeta},
            {"sigma", a.sigma},
            {"recovery", a.recovery}}}};
}

void from_json(const nlohmann::json& json, ExposureRun& run) {
  const auto take = [](const nlohmann::json& from, const char* key, auto& value) {
    if (from.contains(key)) from.at(key).get_to(value);
  };
  const nlohmann::json none = nlohmann::json::object();
  const auto part = [&](const char* key) { return json.value(key, none); };
  take(json, "form", run.form), take(json, "seed", run.seed), take(json, "photo_side", run.photo_side);
  take(json, "views", run.views), take(json, "view_share", run.view_share), take(json, "facts", run.facts);
  take(json, "floor", run.floor), take(json, "weights", run.weights);
  take(json, "spoil", run.spoil), take(json, "batch", run.batch), take(json, "collect", run.collect);
  const nlohmann::json warm = part("warm_start"), a = part("adversarial");
  take(warm, "updates", run.warm.updates), take(warm, "learning_rate", run.warm.learning_rate);
  take(warm, "direct", run.warm.direct);
  auto& to = run.adversarial;
  take(a, "updates", to.updates), take(a, "first_discriminator_steps", to.first_discriminator_steps);
  take(a, "discriminator_steps", to.discriminator_steps),
      take(a, "discriminator_rate", to.discriminator_rate);
  take(a, "policy_rate", to.policy_rate), take(a, "value_rate", to.value_rate),
      take(a, "last_rate", to.last_rate);
  take(a, "lambda", to.lambda), take(a, "gamma", to.gamma), take(a, "zeta", to.zeta),
      take(a, "sigma", to.sigma);
  take(a, "recovery", to.recovery);
}

ExposureScore score(ExposureNet& policy, const ExposureBatch& batch, const FusionWeights& weights) {
  const torch::NoGradGuard no_grad;
  policy->eval();
  const ExposureScore result{mean_psnr(roll_out(policy, batch, weights).fused, batch.reference),
                             mean_psnr(batch.input, batch.reference)};
  policy->train();
  return result;
}

double best_possible(const ExposureBatch& batch, const FusionWeights& weights, int updates) {
  torch::Tensor ev = torch::zeros({batch.input.size(0), batch.steps}, torch::requires_grad());
  torch::Tensor first = torch::zeros_like(ev), second = torch::zeros_like(ev);
  const torch::Tensor masks = batch.masks.slice(1, 0, batch.steps), on = batch.on.slice(1, 0, batch.steps);
  {
    // From the one exposure that brings the whole picture to its original's brightness.
    const torch::NoGradGuard constant;
    const torch::Tensor gain = srgb_to_linear(batch.reference).mean({1, 2, 3}) /
                               srgb_to_linear(batch.input).mean({1, 2, 3}).clamp_min(1e-4);
    ev.copy_(torch::log2(gain).clamp(-3, 3).unsqueeze(1).expand_as(ev));
  }
  for (int i = 1; i <= updates; ++i) {
    const torch::Tensor fused =
        fuse(batch.input, ev.clamp(-max_policy_ev, max_policy_ev), masks, on, weights);
    const torch::Tensor gradient =
        torch::autograd::grad({recovery_loss(fused, batch.reference) * double(ev.size(0))}, {ev})[0];
    const torch::NoGradGuard constant;
    first.mul_(0.8).add_(gradient, 0.2), second.mul_(0.95).addcmul_(gradient, gradient, 0.05);
    const double rate = 0.15 * (1 - double(i) / (updates + 1));
    ev.addcdiv_(first, second.sqrt() + 1e-6, -rate);
  }
  const torch::NoGradGuard constant;
  return mean_psnr(fuse(batch.input, ev.clamp(-max_policy_ev, max_policy_ev), masks, on, weights),
                   batch.reference);
}

ExposureTrainer::ExposureTrainer(ExposureRun run, const std::string& photos, std::string out)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_), random_(run_.seed) {
  if (run_.form != "i" && run_.form != "ii") throw Error("The form of DeepExposure is \"i\" or \"ii\".");
  torch::manual_seed(run_.seed);
  photos_ = load_photos(photos, run_.photo_side);
  held_out_ = hold_out(photos_, 16);
  std::mt19937_64 fixed(7);
  torch::manual_seed(7);
  std::vector<torch::Tensor> inputs, references;
  for (std::size_t i = 0; i < held_out_.photos.size(); ++i)
    for (int copy = 0; copy < 2; ++copy) {
      references.push_back(whole_square(held_out_, i));
      inputs.push_back(spoil(references.back().squeeze(0), run_.spoil, fixed).unsqueeze(0));
    }
  validation_ = make_batch(torch::cat(inputs), torch::cat(references));
  torch::manual_seed(run_.seed);
  policy_ =
      ExposureNet(policy_channels, 0.0,
                  run_.facts ? segment_facts_count : 0); // a regression: dropping features only adds noise
  value_ = ExposureNet(critic_channels, 0.0);
  discriminator_ = ExposureNet(critic_channels, 0.5);
  warm_adam_ = std::make_unique<Adam>(*policy_, 0.9, 0.99);
  adversarial_adam_ = std::make_unique<Adam>(*policy_, 0.5, 0.9);
  value_adam_ = std::make_unique<Adam>(*value_, 0.5, 0.9);
  discriminator_adam_ = std::make_unique<Adam>(*discriminator_, 0.5, 0.9);
  checkpoint_.keep("policy", *policy_), checkpoint_.keep("policy_adam", *warm_adam_);
  checkpoint_.keep("adversarial_adam", *adversarial_adam_, true);
  checkpoint_.keep("value", *value_), checkpoint_.keep("value_adam", *value_adam_);
  checkpoint_.keep("discriminator", *discriminator_);
  checkpoint_.keep("discriminator_adam", *discriminator_adam_);
  checkpoint_.keep("updates", updates_), checkpoint_.keep("best", best_);
}

bool ExposureTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

void ExposureTrainer::start_from(const std::string& weights) {
  copy_parameters(read_safetensors(weights), *policy_);
}

void ExposureTrainer::watch(const std::string& folder) {
  watched_.emplace_back(std::filesystem::path(folder).filename().string(), folder_batch(folder));
}

void ExposureTrainer::learn_views(const std::string& folder) {
  std::vector<View> all = render_views(folder, run_.views, run_.seed);
  const std::size_t kept = all.size() - all.size() / 10;
  std::mt19937_64 fixed(11);
  torch::manual_seed(11);
  const ViewBatch held = sample_views({all.begin() + std::ptrdiff_t(kept), all.end()}, 32, exposure_side,
                                      exposure_side, run_.views, fixed);
  held_views_ = make_batch(held.input, held.reference);
  all.resize(kept);
  views_ = std::move(all);
  torch::manual_seed(run_.seed);
}

double ExposureTrainer::warm_rate() const {
  return cosine_rate(run_.warm.learning_rate, updates_, run_.warm.updates, 0.05, 50);
}

double ExposureTrainer::decayed(double rate) const {
  const double done = double(updates_ - run_.warm.updates) / std::max(1, run_.adversarial.updates);
  return rate * std::pow(run_.adversarial.last_rate, std::clamp(done, 0.0, 1.0));
}

ExposureBatch ExposureTrainer::sample() {
  const torch::NoGradGuard no_grad;
  const int of_views = views_.empty() ? 0 : int(std::lround(run_.view_share * run_.batch));
  const int of_photos = run_.batch - of_views;
  std::vector<torch::Tensor> inputs, references;
  if (of_photos > 0) {
    const torch::Tensor reference =
        some_at_level(random_squares(photos_, of_photos, random_), run_.spoil, random_);
    std::vector<torch::Tensor> spoilt;
    for (int i = 0; i < of_photos; ++i) spoilt.push_back(spoil(reference[i], run_.spoil, random_));
    inputs.push_back(torch::stack(spoilt)), references.push_back(reference);
  }
  if (of_views > 0) {
    const ViewBatch views = sample_views(views_, of_views, exposure_side, exposure_side, run_.views, random_);
    inputs.push_back(views.input), references.push_back(views.reference);
  }
  return make_batch(torch::cat(inputs), torch::cat(references));
}

void ExposureTrainer::remember(const torch::Tensor& fused) {
  for (std::int64_t i = 0; i < fused.size(0); ++i) memory_.push_back(fused[i].detach().clone());
  while (memory_.size() > remembered) memory_.pop_front();
}

void ExposureTrainer::warm_update() {
  policy_->zero_grad();
  const ExposureBatch batch = sample();
  const ExposureRollOut episode = roll_out(policy_, batch, run_.weights);
  const torch::Tensor recovery = recovery_loss(episode.fused, batch.reference, run_.floor);
  (recovery + run_.warm.direct * recovery_loss(episode.states.back(), batch.reference, run_.floor))
      .backward();
  warm_adam_->step(gradients_of(*policy_), warm_rate(), 1.0);
  sums_.recovery += recovery.item<double>(), ++sums_.count;
}

void ExposureTrainer::discriminator_step() {
  std::vector<torch::Tensor> ours;
  for (int i = 0; i < run_.batch; ++i)
    ours.push_back(memory_[std::uniform_int_distribution<std::size_t>(0, memory_.size() - 1)(random_)]);
  discriminator_->zero_grad();
  const DiscriminatorLoss result =
      discriminator_loss(discriminator_, random_squares(photos_, run_.batch, random_), torch::stack(ours),
                         run_.adversarial.lambda);
  result.loss.backward();
  discriminator_adam_->step(gradients_of(*discriminator_), decayed(run_.adversarial.discriminator_rate), 0);
  sums_.discriminator += result.loss.item<double>(), sums_.wasserstein += result.wasserstein;
}

void ExposureTrainer::adversarial_update() {
  const auto& plan = run_.adversarial;
  if (memory_.empty()) { // at the beginning, and after going on from a checkpoint
    const torch::NoGradGuard no_grad;
    for (int i = 0; i < 4; ++i) remember(roll_out(policy_, sample(), run_.weights).fused);
  }
  if (updates_ == run_.warm.updates) {
    const Sums before = sums_;
    for (int i = 0; i < plan.first_discriminator_steps; ++i) discriminator_step();
    sums_ = before;
  }
  policy_->zero_grad();
  value_->zero_grad();
  discriminator_->eval(); // its judgement is a reward: no features dropped
  std::vector<torch::Tensor> value_gradients;
  for (int i = 0; i < run_.collect; ++i) {
    const ExposureBatch batch = sample();
    const ExposureRollOut episode =
        roll_out(policy_, batch, run_.weights, exploration(run_.batch, plan.zeta, plan.sigma));
    remember(episode.fused);
    const HeldSteps steps = hold_states(policy_, batch, episode, run_.weights);
    const Critic judge = critic_of(discriminator_);
    const torch::Tensor policy =
        run_.form == "i" ? policy_loss_with_value(critic_of(value_), judge, batch, steps, plan.gamma)
                         : policy_loss_with_discriminator(judge, batch, steps, plan.gamma);
    const torch::Tensor recovery = recovery_loss(episode.fused, batch.reference, run_.floor);
    ((policy + plan.recovery * recovery) / run_.collect).backward();
    sums_.policy += policy.item<double>() / run_.collect,
        sums_.recovery += recovery.item<double>() / run_.collect;
    if (run_.form == "ii") continue;
    // The policy's loss has left gradients in the value network, which must not learn to flatter.
    const torch::Tensor error = value_loss(value_, discriminator_, batch, episode, plan.gamma) / run_.collect;
    const std::vector<torch::Tensor> gradients = torch::autograd::grad({error}, value_->parameters());
    for (std::size_t k = 0; k < gradients.size(); ++k)
      if (i == 0)
        value_gradients.push_back(gradients[k]);
      else
        value_gradients[k] += gradients[k];
    sums_.value += error.item<double>();
  }
  adversarial_adam_->step(gradients_of(*policy_), decayed(plan.policy_rate), 1.0);
  if (!value_gradients.empty()) value_adam_->step(value_gradients, decayed(plan.value_rate), 1.0);
  discriminator_->train();
  for (int i = 0; i < plan.discriminator_steps; ++i) discriminator_step();
  ++sums_.count;
}

void ExposureTrainer::report() {
  const bool warming = updates_ <= run_.warm.updates;
  const ExposureScore held_out = score(policy_, validation_, run_.weights);
  const double n = std::max(1, sums_.count), d = n * std::max(1, run_.adversarial.discriminator_steps);
  std::printf("%s %6d  recovery %.4f", warming ? "warm       " : "adversarial", updates_, sums_.recovery / n);
  if (!warming)
    std::printf("  policy %.4f value %.4f discriminator %.4f Wasserstein %.4f", sums_.policy / n,
                sums_.value / n, sums_.discriminator / d, sums_.wasserstein / d);
  std::printf("  held out %.2f dB (%.2f before)", held_out.all, held_out.before);
  double chosen_by = held_out.all;
  if (held_views_) {
    const ExposureScore views = score(policy_, *held_views_, run_.weights);
    std::printf("  views %.2f (%.2f)", views.all, views.before);
    chosen_by = 0.5 * (held_out.all + views.all);
  }
  double watched = 0;
  for (const auto& [name, batch] : watched_) {
    const ExposureScore there = score(policy_, batch, run_.weights);
    watched += there.all / double(watched_.size());
    std::printf("  %s %.2f (%.2f)", name.c_str(), there.all, there.before);
  }
  const bool better = chosen_by > best_;
  std::printf("%s\n", better ? "  *" : "");
  std::fflush(stdout);
  const std::string path = out_ + "/log.csv";
  const bool fresh = !std::filesystem::exists(path);
  {
    std::ofstream log(path, std::ios::app);
    if (fresh)
      log << "update,phase,recovery_loss,policy_loss,value_loss,discriminator_loss,wasserstein,held_out_psnr,"
             "watched_psnr\n";
    log << updates_ << ',' << (warming ? "warm" : "adversarial") << ',' << sums_.recovery / n << ','
        << sums_.policy / n << ',' << sums_.value / n << ',' << sums_.discriminator / d << ','
        << sums_.wasserstein / d << ',' << held_out.all << ',' << watched << '\n';
  }
  plot_log(path, out_ + "/log.svg");
  sums_ = {};
  if (updates_ == run_.warm.updates) best_ = -1e9; // weights of the adversarial part are kept apart
  TensorFile weights;
  store(policy_, weights);
  weights.metadata["form"] = run_.form;
  weights.metadata["updates"] = std::to_string(updates_);
  weights.metadata["fusion"] = nlohmann::json(run_).at("weights").dump();
  if (better || updates_ == run_.warm.updates) {
    best_ = updates_ == run_.warm.updates ? -1e9 : chosen_by;
    write_safetensors(out_ + (warming ? "/warm.safetensors" : "/best.safetensors"), weights);
  }
  if (!warming) write_safetensors(out_ + "/last.safetensors", weights);
  checkpoint_.save();
}

void ExposureTrainer::train(double minutes, int report_every) {
  const Deadline deadline(minutes);
  const int last = run_.warm.updates + run_.adversarial.updates;
  while (updates_ < last && !deadline.over()) {
    const bool warming = warm();
    warming ? warm_update() : adversarial_update();
    ++updates_;
    if (updates_ % report_every == 0 || updates_ == run_.warm.updates) report();
  }
  checkpoint_.save();
}

void ExposureTrainer::print_bound(int updates) {
  std::printf("held out: %.2f dB before, %.2f dB by the best EVs\n",
              score(policy_, validation_, run_.weights).before,
              best_possible(validation_, run_.weights, updates));
  for (const auto& [name, batch] : watched_)
    std::printf("%s: %.2f dB before, %.2f dB by the best EVs\n", name.c_str(),
                score(policy_, batch, run_.weights).before, best_possible(batch, run_.weights, updates));
}

} // namespace penumbra
