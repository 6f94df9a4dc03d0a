// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/low_light/trainer.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/train/low_light/data_json.hpp"
#include "core/train/run/adopt.hpp"
#include "core/train/run/schedule.hpp"

#include <ATen/Parallel.h>
#include <cmath>
#include <cstdio>
#include <exception>
#include <fstream>
#include <thread>
#include <torch/utils.h>
#include <utility>

namespace penumbra {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RecoveryError, quantile, squared, level)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(AllEReward, aesthetic, feature, exposure, recovery,
                                                recovery_error, smoothness_lambda, exposure_level)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RellieReward, spatial, exposure, variation, colour, recovery,
                                                recovery_error, exposure_level, scale)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(WarmStart, updates, learning_rate, quantile, level, pace,
                                                contrast, entropy, nats)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ActorCritic, updates, value_first, learning_rate, discount,
                                                entropy, value_weight, exploration_cells, episodes, by_model,
                                                reward, rellie_reward)

namespace {

constexpr const char* value_branch = "value."; // of PixelNet's parameters

} // namespace

void to_json(nlohmann::json& json, const LowLightRun& run) {
  json = {{"system", run.system},
          {"width", run.width},
          {"place", run.place},
          {"paper_actions", run.paper_actions},
          {"steps", run.steps},
          {"workers", run.workers},
          {"seed", run.seed},
          {"photo_side", run.photo_side},
          {"ema_decay", run.ema_decay},
          {"data", run.data},
          {"views", run.views},
          {"view_share", run.view_share},
          {"warm_start", run.warm_start},
          {"actor_critic", run.actor_critic}};
}

void from_json(const nlohmann::json& json, LowLightRun& run) {
  const LowLightRun standard;
  run.system = json.value("system", standard.system);
  run.width = json.value("width", standard.width);
  run.place = json.value("place", standard.place);
  run.views = json.value("views", standard.views);
  run.view_share = json.value("view_share", standard.view_share);
  run.paper_actions = json.value("paper_actions", standard.paper_actions);
  run.steps = json.value("steps", standard.steps);
  run.workers = json.value("workers", standard.workers);
  run.seed = json.value("seed", standard.seed);
  run.photo_side = json.value("photo_side", standard.photo_side);
  run.ema_decay = json.value("ema_decay", standard.ema_decay);
  run.data = json.value("data", standard.data);
  run.warm_start = json.value("warm_start", standard.warm_start);
  run.actor_critic = json.value("actor_critic", standard.actor_critic);
}

torch::Tensor sample_actions(const torch::Tensor& log_probabilities, int cells) {
  if (cells <= 0) {
    // The largest of log-probabilities plus Gumbel noise is a sample.
    const torch::Tensor noise =
        -torch::log(-torch::log(torch::rand_like(log_probabilities).clamp(1e-9, 1 - 1e-7)));
    return (log_probabilities + noise).argmax(2, true);
  }
  // Linear interpolation between cells, its weights scaled to unit length: a field of unit variance
  // everywhere.
  const auto interpolation = [&](std::int64_t length) {
    const torch::Tensor at = torch::linspace(0, cells - 1, length).unsqueeze(1);
    const torch::Tensor weights = torch::relu(1 - (at - torch::arange(cells).unsqueeze(0)).abs());
    return weights / weights.norm(2, 1, true);
  };
  const auto& log_pi = log_probabilities;
  const torch::Tensor noise = torch::randn({log_pi.size(0), log_pi.size(1), cells, cells});
  const torch::Tensor field =
      interpolation(log_pi.size(3)).matmul(noise).matmul(interpolation(log_pi.size(4)).t());
  const torch::Tensor quantile = 0.5 * (1 + torch::erf(field / std::sqrt(2.0))); // [N,heads,H,W]
  return (log_pi.exp().cumsum(2) < quantile.unsqueeze(2)).sum(2, true).clamp_max(log_pi.size(2) - 1);
}

LowLightTrainer::LowLightTrainer(LowLightRun run, std::string photos, std::string out)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_) {
  torch::manual_seed(run_.seed);
  if (run_.system == "all-e")
    system_ = all_e_system(run_.width, run_.paper_actions);
  else if (run_.system == "rellie")
    system_ = rellie_system(run_.width);
  else
    throw Error("There is no low-light system \"" + run_.system + "\" to train.");
  system_.shape.place = run_.place;
  photos_ = load_photos(photos, run_.photo_side);
  validation_ = validation_pairs(hold_out(photos_, 16), run_.data, 128);
  net_ = PixelNet(system_.shape), average_ = PixelNet(system_.shape);
  warm_adam_ = std::make_unique<Adam>(*net_);
  value_adam_ = std::make_unique<Adam>(parameters_of(*net_, value_branch));
  adam_ = std::make_unique<Adam>(*net_);
  checkpoint_.keep("net", *net_), checkpoint_.keep("average", *average_);
  checkpoint_.keep("warm_adam", *warm_adam_, true), checkpoint_.keep("value_adam", *value_adam_, true);
  checkpoint_.keep("adam", *adam_);
  checkpoint_.keep("updates", updates_), checkpoint_.keep("best", best_);
}

bool LowLightTrainer::resume() {
  return checkpoint_.restore();
}

void LowLightTrainer::start_from(const std::string& weights) {
  const TensorFile file = read_safetensors(weights);
  const auto system = file.metadata.find("system");
  const bool of_all_e = system != file.metadata.end() && system->second == "all-e";
  TensorFile start =
      of_all_e && system_.id != "all-e" ? adopt_policy(file, all_e_system(run_.width), system_) : file;
  // A branch that the weights do not have yet starts as it is made: without a say.
  TensorFile own;
  copy_parameters(*net_, own);
  for (auto& [name, tensor] : own.tensors)
    if (name.rfind("place.", 0) == 0) start.tensors.emplace(name, tensor);
  copy_parameters(start, *net_);
}

void LowLightTrainer::watch(const std::string& folder) {
  watched_ = folder_pairs(folder, 160);
}

void LowLightTrainer::learn_pairs(const std::string& folder) {
  pairs_ = folder_pairs(folder, 256);
  if (pairs_.empty()) throw Error("There are no pairs in " + folder + ".");
}

void LowLightTrainer::learn_views(const std::string& folder) {
  views_ = render_views(folder, run_.views, run_.seed);
  const std::size_t kept = views_.size() - views_.size() / 10;
  std::mt19937_64 fixed(11);
  torch::manual_seed(11);
  for (std::size_t i = kept; i < views_.size(); i += 3)
    held_views_.push_back({photograph(views_[i].light, 0, run_.views, fixed).unsqueeze(0),
                           views_[i].reference.unsqueeze(0).to(torch::kFloat) / 255});
  views_.resize(kept);
}

LowLightBatch LowLightTrainer::next_batch(std::mt19937_64& random) const {
  if (!views_.empty() && std::uniform_real_distribution<>(0, 1)(random) < run_.view_share) {
    const auto& sides = run_.data.long_sides;
    const int side = sides[std::uniform_int_distribution<std::size_t>(0, sides.size() - 1)(random)];
    ViewBatch views = sample_views(views_, run_.data.batch, side * 3 / 4, side, run_.views, random);
    return {views.input, views.reference};
  }
  return pairs_.empty() ? sample_batch(photos_, run_.data, random) : sample_pairs(pairs_, run_.data, random);
}

LowLightTrainer::Phase LowLightTrainer::phase() const {
  if (updates_ < run_.warm_start.updates) return Phase::warm;
  return updates_ < run_.warm_start.updates + run_.actor_critic.value_first ? Phase::value
                                                                            : Phase::reinforcement;
}

double LowLightTrainer::learning_rate() const {
  const WarmStart& first = run_.warm_start;
  const ActorCritic& then = run_.actor_critic;
  switch (phase()) {
  case Phase::warm:
    return cosine_rate(first.learning_rate, updates_, first.updates, 0.1, 50);
  case Phase::value:
    return first.learning_rate;
  case Phase::reinforcement:
    break;
  }
  return cosine_rate(then.learning_rate, updates_ - first.updates, then.updates, 0.1, 50);
}

LowLightTrainer::Losses LowLightTrainer::warm_update(PixelNet& local, std::mt19937_64& random) {
  const WarmStart& plan = run_.warm_start;
  const LowLightBatch batch = next_batch(random);
  const RollOut episode = roll_out(local, system_, batch.input, run_.steps);
  const torch::Tensor& last = episode.states.back();
  const torch::Tensor difference = last - batch.reference;
  // The pinball loss: its minimum under uncertainty is the quantile, not the median, of what the photo may
  // have been.
  const torch::Tensor error = (difference.abs() + (1 - 2 * plan.quantile) * difference).mean();
  const torch::Tensor level = difference.mean({1, 2, 3}).abs().mean();
  const torch::Tensor luma = luma601(last), wanted = luma601(batch.reference);
  const torch::Tensor contrast =
      (luma.diff(1, 3) - wanted.diff(1, 3)).abs().mean() + (luma.diff(1, 2) - wanted.diff(1, 2)).abs().mean();
  torch::Tensor pace = torch::zeros({});
  for (int t = 1; t < run_.steps; ++t) {
    const double share = double(t) / run_.steps;
    pace = pace +
           (episode.states[std::size_t(t)] - torch::lerp(batch.input, batch.reference, share)).abs().mean();
  }
  const torch::Tensor loss = error + 2 * difference.square().mean() + plan.level * level +
                             plan.contrast * contrast + plan.pace / std::max(1, run_.steps - 1) * pace +
                             plan.entropy * (episode.entropy - plan.nats).abs();
  loss.backward();
  return {error.item<double>(), pace.item<double>(), episode.entropy.item<double>()};
}

/// What the oracle's score gains from each state of an episode to the next (eq. 8).
class LowLightTrainer::Judge {
 public:
  Judge(const LowLightTrainer& trainer, const torch::Tensor& first)
      : oracle_(trainer.run_.actor_critic.reward.aesthetic != 0 ? trainer.oracle_ : nullptr) {
    if (oracle_) score_ = oracle_(first);
  }
  /// [N]; undefined where no oracle is asked.
  torch::Tensor gain(const torch::Tensor& next) {
    if (!oracle_) return {};
    const torch::Tensor before = std::exchange(score_, oracle_(next));
    return score_ - before;
  }

 private:
  const AestheticScore oracle_;
  torch::Tensor score_;
};

torch::Tensor LowLightTrainer::reward_of(const Transition& step, const torch::Tensor& aesthetic_gain) const {
  const ActorCritic& plan = run_.actor_critic;
  if (system_.id == "rellie") return rellie_reward(plan.rellie_reward, step);
  return all_e_reward(plan.reward, step, aesthetic_gain);
}

LowLightTrainer::Losses LowLightTrainer::actor_critic_update(PixelNet& local, std::mt19937_64& random,
                                                             bool only_value) {
  const ActorCritic& plan = run_.actor_critic;
  LowLightBatch batch = next_batch(random);
  const std::int64_t pictures = batch.input.size(0), episodes = std::max(1, plan.episodes);
  batch.input = batch.input.repeat({episodes, 1, 1, 1}),
  batch.reference = batch.reference.repeat({episodes, 1, 1, 1});
  const torch::Tensor values = torch::tensor(system_.strengths);
  const torch::Tensor first = describe_picture(batch.input);
  torch::Tensor state = batch.input;
  Judge judge(*this, state);
  std::vector<torch::Tensor> log_chosen, value, reward, entropy;
  for (int t = 0; t < run_.steps; ++t) {
    torch::Tensor context;
    if (local->shape().context) context = low_light_context(state, first);
    const torch::Tensor features = local->features(state, context);
    const torch::Tensor log_pi = torch::log_softmax(local->policy(features), 2);
    value.push_back(local->value(only_value ? features.detach() : features));
    const torch::Tensor action = sample_actions(log_pi.detach(), plan.exploration_cells);
    log_chosen.push_back(log_pi.gather(2, action).squeeze(2).sum(1, true));
    entropy.push_back(mean_entropy(log_pi));

    const torch::NoGradGuard no_grad;
    const torch::Tensor strengths = values.index({action.squeeze(2)});
    // As the product renders them, along the edges of the state.
    const torch::Tensor next = apply_curve(state, follow_edges(channel_strengths(system_, strengths), state));
    const Transition step{state, next, strengths, batch.input, batch.reference};
    reward.push_back(reward_of(step, judge.gain(next)));
    state = next;
  }
  std::vector<torch::Tensor> target(reward.size()), advantage(reward.size());
  torch::Tensor later = torch::zeros_like(reward.back()); // the last state is terminal (algorithm 1)
  double total = 0, spread = 0;
  for (std::size_t t = reward.size(); t-- > 0;) {
    target[t] = later = reward[t] + plan.discount * later; // eq. 3
    advantage[t] = (target[t] - value[t]).detach();        // eq. 5
    if (episodes > 1) {
      const torch::Tensor of_pictures = advantage[t].unflatten(0, {episodes, pictures});
      advantage[t] = (of_pictures - of_pictures.mean(0, true)).flatten(0, 1);
    }
    total += reward[t].mean().item<double>();
    spread += advantage[t].square().mean().item<double>() / double(reward.size());
  }
  // Advantages are a few hundredths; in units of their spread the entropy weight means the same for every
  // reward.
  const double unit = std::sqrt(spread) + 1e-6;
  torch::Tensor policy_loss = torch::zeros({}), value_loss = torch::zeros({}), entropy_sum = torch::zeros({});
  for (std::size_t t = 0; t < reward.size(); ++t) {
    policy_loss = policy_loss - (log_chosen[t] * advantage[t] / unit).mean(); // eq. 6
    value_loss = value_loss + (target[t] - value[t]).square().mean();         // eq. 4
    entropy_sum = entropy_sum + entropy[t];
  }
  if (only_value)
    value_loss.backward();
  else
    (policy_loss + plan.value_weight * value_loss - plan.entropy * entropy_sum).backward();
  return {total, value_loss.item<double>(), entropy_sum.item<double>() / run_.steps};
}

LowLightTrainer::Losses LowLightTrainer::model_update(PixelNet& local, std::mt19937_64& random) {
  const ActorCritic& plan = run_.actor_critic;
  const LowLightBatch batch = next_batch(random);
  const RollOut episode = roll_out(local, system_, batch.input, run_.steps);
  Judge judge(*this, batch.input);
  torch::Tensor total = torch::zeros({});
  double weight = 1;
  for (std::size_t t = 0; t + 1 < episode.states.size(); ++t, weight *= plan.discount) {
    const torch::Tensor& next = episode.states[t + 1];
    const Transition step{episode.states[t], next, episode.strengths[t], batch.input, batch.reference};
    total = total + weight * reward_of(step, judge.gain(next)).mean(); // eq. 3
  }
  const WarmStart& held = run_.warm_start;
  (held.entropy * (episode.entropy - held.nats).abs() - total).backward();
  return {total.item<double>(), 0, episode.entropy.item<double>()};
}

void LowLightTrainer::work(int worker) {
  PixelNet local(system_.shape);
  std::mt19937_64 random;
  {
    const std::lock_guard lock(mutex_);
    random.seed(run_.seed * 1000003 + std::uint64_t(worker) * 7919 + std::uint64_t(updates_));
    torch::manual_seed(random());
  }
  const int last = run_.warm_start.updates + run_.actor_critic.updates;
  for (;;) {
    Phase present;
    {
      const std::lock_guard lock(mutex_);
      if (updates_ >= last || stopped_ || deadline_.over()) return;
      present = phase();
      const torch::NoGradGuard no_grad;
      const auto from = net_->parameters(), to = local->parameters();
      for (std::size_t i = 0; i < from.size(); ++i) to[i].copy_(from[i]);
    }
    local->zero_grad();
    const bool by_model = run_.actor_critic.by_model && present == Phase::reinforcement;
    const Losses losses = present == Phase::warm ? warm_update(local, random)
                          : by_model             ? model_update(local, random)
                                     : actor_critic_update(local, random, present == Phase::value);
    finish_update(local, present, losses);
  }
}

void LowLightTrainer::finish_update(PixelNet& local, Phase of, const Losses& losses) {
  const std::lock_guard lock(mutex_);
  if (of != phase()) return;
  if (of == Phase::value)
    value_adam_->step(gradients_of(parameters_of(*local, value_branch)), learning_rate(), 1.0);
  else
    (of == Phase::warm ? warm_adam_ : adam_)->step(gradients_of(*local), learning_rate(), 1.0);
  ++updates_;
  if (uses_ema()) update_ema(*net_, *average_, run_.ema_decay, updates_ - run_.warm_start.updates);
  sum_.first += losses.first, sum_.second += losses.second, sum_.third += losses.third, ++summed_;
  if (updates_ % report_every_ == 0) report();
}

void LowLightTrainer::report() {
  const LowLightScore held_out = score_pairs(kept(), system_, validation_, run_.steps);
  const LowLightScore watched = score_pairs(kept(), system_, watched_, run_.steps);
  const double views =
      held_views_.empty() ? 0 : score_pairs(kept(), system_, held_views_, run_.steps).darkened;
  // The unchanged photos count less: beyond 34 dB nobody sees a difference.
  const double score = held_out.darkened + 0.5 * std::min(34.0, held_out.unchanged) +
                       (run_.data.backlit.share > 0 ? 0.5 * held_out.backlit : 0) + views;
  const bool warming = updates_ <= run_.warm_start.updates;
  std::printf("%s %6d  %s %.4f %.4f %.4f  held out: darkened %.2f dB, brightness %.2f, unchanged %.2f dB, "
              "growth %.3f, backlit %.2f dB",
              warming ? "warm" : "a3c ", updates_, warming ? "error pace entropy" : "reward value entropy",
              sum_.first / summed_, sum_.second / summed_, sum_.third / summed_, held_out.darkened,
              held_out.brightness, held_out.unchanged, held_out.luma_growth, held_out.backlit);
  if (!held_views_.empty()) std::printf("  views %.2f dB", views);
  if (!watched_.empty())
    std::printf("  watched %.2f dB, brightness %.2f", watched.darkened, watched.brightness);
  std::printf("%s\n", score > best_ ? "  *" : "");
  std::fflush(stdout);
  std::ofstream log(out_ + "/log.csv", std::ios::app);
  log << updates_ << ',' << (warming ? "warm" : "a3c") << ',' << sum_.first / summed_ << ','
      << sum_.second / summed_ << ',' << sum_.third / summed_ << ',' << held_out.darkened << ','
      << held_out.unchanged << ',' << held_out.luma_growth << ',' << watched.darkened << '\n';
  sum_ = {}, summed_ = 0;
  if (score > best_) {
    best_ = score;
    TensorFile weights;
    store(kept(), weights);
    weights.metadata["system"] = system_.id;
    weights.metadata["updates"] = std::to_string(updates_);
    write_safetensors(out_ + (warming ? "/warm.safetensors" : "/best.safetensors"), weights);
  }
  // Weights of the reinforcement learning are kept apart from those of the warm start, whatever these
  // reached.
  if (updates_ == run_.warm_start.updates) best_ = -1e9;
  checkpoint_.save();
}

void LowLightTrainer::train(double minutes, int report) {
  deadline_ = Deadline(minutes);
  report_every_ = report;
  std::exception_ptr problem;
  std::vector<std::thread> workers;
  for (int i = 0; i < std::max(1, run_.workers); ++i)
    workers.emplace_back([&, i] {
      try {
        at::init_num_threads();
        at::set_num_threads(1); // one core for each worker
        work(i);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        problem = std::current_exception();
        stopped_ = true; // the others stop too
      }
    });
  for (std::thread& worker : workers) worker.join();
  if (problem) std::rethrow_exception(problem);
  checkpoint_.save();
}

} // namespace penumbra
