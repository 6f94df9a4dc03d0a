// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/match/tune_trainer.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/reward/style.hpp"
#include "core/system/pix_tuner/mosaic.hpp"
#include "core/train/match/finish_torch.hpp"
#include "core/train/run/plot.hpp"
#include "core/train/run/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace penumbra {

void to_json(nlohmann::json& json, const TuneRun& run) {
  json = {
      {"pipeline", run.pipeline},
      {"content", run.content},
      {"seed", run.seed},
      {"batch", run.batch},
      {"parts",
       {{"paths", run.parts.paths}, {"statistics", run.parts.statistics}, {"history", run.parts.history}}},
      {"warm_start",
       {{"updates", run.warm.updates},
        {"learning_rate", run.warm.learning_rate},
        {"perturbed", run.warm.perturbed},
        {"sliders", run.warm.sliders},
        {"foreign", run.warm.foreign},
        {"restraint", run.warm.style.restraint},
        {"lost", run.warm.style.lost},
        {"grey", run.warm.style.grey},
        {"gram", run.warm.style.gram},
        {"score", run.warm.style.score},
        {"farther", run.warm.style.farther},
        {"margin", run.warm.style.margin}}},
      {"td3", run.td3}};
}

void from_json(const nlohmann::json& json, TuneRun& run) {
  const auto take = [](const nlohmann::json& from, const char* key, auto& to) {
    if (const auto found = from.find(key); found != from.end()) found->get_to(to);
  };
  take(json, "pipeline", run.pipeline), take(json, "content", run.content);
  take(json, "seed", run.seed), take(json, "batch", run.batch), take(json, "td3", run.td3);
  const auto none = nlohmann::json::object();
  const auto parts = json.value("parts", none), warm = json.value("warm_start", none);
  take(parts, "paths", run.parts.paths), take(parts, "statistics", run.parts.statistics),
      take(parts, "history", run.parts.history);
  take(warm, "updates", run.warm.updates), take(warm, "learning_rate", run.warm.learning_rate);
  take(warm, "perturbed", run.warm.perturbed), take(warm, "sliders", run.warm.sliders);
  take(warm, "foreign", run.warm.foreign);
  StyleWeights& style = run.warm.style;
  take(warm, "restraint", style.restraint), take(warm, "lost", style.lost), take(warm, "grey", style.grey);
  take(warm, "gram", style.gram), take(warm, "score", style.score);
  take(warm, "farther", style.farther), take(warm, "margin", style.margin);
}

std::vector<double> follow(TuneNet& policy, TuneEpisodes& episodes, TensorPipeline pipeline, bool style) {
  const torch::NoGradGuard no_grad;
  const auto figure = [&] {
    const TuneState& state = episodes.state;
    return (style ? style_distance(state.current, state.goal) : psnr_of(state.current, episodes.target))
        .mean()
        .item<double>();
  };
  std::vector<double> course{figure()};
  for (int t = 0; t < tune_steps; ++t) {
    const torch::Tensor values = next_values(policy, episodes.state);
    advance(episodes, values, picture_with(episodes, pipeline, values));
    course.push_back(figure());
  }
  return course;
}

torch::Tensor merit_of(const TuneEpisodes& episodes, const torch::Tensor& values,
                       const torch::Tensor& picture, const StyleWeights& weights, TensorPipeline pipeline,
                       const VggFeatures* features) {
  const torch::Tensor merit = -torch::log10((picture - episodes.target).square().mean({1, 2, 3}) + 1e-6);
  if (episodes.same_content) return merit;
  return torch::where(episodes.foreign > 0.5,
                      -style_loss(episodes, values, picture, weights, pipeline, features), merit);
}

TuneTrainer::TuneTrainer(TuneRun run, const std::string& photos, std::string out, const std::string& vgg)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_),
      pipeline_(tensor_pipeline(run_.pipeline)),
      neutral_(from_values(named_pipeline(run_.pipeline), neutral_values(named_pipeline(run_.pipeline)))),
      random_(run_.seed) {
  if (run_.content != "same" && run_.content != "other")
    throw Error("The content of the goals is \"same\" or \"other\".");
  const bool grams = run_.warm.style.gram > 0 || run_.warm.style.score > 0;
  if (grams && vgg.empty())
    throw Error("The recipe learns from Gram matrices: name the weights of VGG-19 with --vgg.");
  if (grams) features_ = std::make_unique<VggFeatures>(read_safetensors(vgg));
  photos_ = load_photos(photos, tuner_side);
  held_out_ = hold_out(photos_, 10);
  torch::manual_seed(7);
  validation_ = random_goals(whole_mosaics(held_out_, same_content()), pipeline_, neutral_, 0);
  if (!same_content()) {
    // Each towards three others, as they are.
    foreign_ = towards_others(held_out_, {1, 7, 13}, pipeline_, neutral_);
    if (features_) remember_grams(foreign_, *features_);
  }
  torch::manual_seed(run_.seed);
  policy_ = TuneNet(same_content(), 0, run_.parts);
  adam_ = std::make_unique<Adam>(*policy_);
  checkpoint_.keep("policy", *policy_), checkpoint_.keep("adam", *adam_);
  checkpoint_.keep("updates", updates_), checkpoint_.keep("best", best_);
  checkpoint_.keep(
      [this](TensorFile& file) {
        if (td3_) td3_->store(file, "td3.");
      },
      [this](const TensorFile& file) {
        if (!file.metadata.count("td3.updates")) return;
        begin_td3();
        td3_->restore(file, "td3.");
      });
}

bool TuneTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

void TuneTrainer::start_from(const std::string& weights) {
  copy_parameters(read_safetensors(weights), *policy_);
}

double TuneTrainer::warm_rate() const {
  return cosine_rate(run_.warm.learning_rate, updates_, run_.warm.updates, 0.02, 100);
}

TuneEpisodes TuneTrainer::fresh(int count) {
  TuneEpisodes episodes =
      random_goals(random_mosaics(photos_, count, same_content(), run_.warm.foreign, random_), pipeline_,
                   neutral_, run_.warm.perturbed);
  if (features_) remember_grams(episodes, *features_);
  return episodes;
}

void TuneTrainer::begin_episodes() {
  if (episodes_.input.defined()) return;
  episodes_ = fresh(run_.batch);
  // Each at its own step, so that a batch holds beginnings and ends.
  episodes_.state.step = torch::arange(run_.batch).remainder(tune_steps).to(torch::kFloat);
}

void TuneTrainer::renew(const torch::Tensor& over) {
  if (const int count = over.sum().item<int>(); count > 0) episodes_.replace(over, fresh(count));
}

void TuneTrainer::warm_update() {
  begin_episodes();
  policy_->zero_grad();
  const torch::Tensor values = next_values(policy_, episodes_.state);
  const torch::Tensor picture = picture_with(episodes_, pipeline_, values);
  const torch::Tensor error = (picture - episodes_.target).square().mean({1, 2, 3});
  torch::Tensor losses =
      torch::log(error + 1e-6) + run_.warm.sliders * (values - episodes_.wanted).square().sum(1);
  if (!same_content())
    losses = torch::where(episodes_.foreign > 0.5,
                          style_loss(episodes_, values, picture, run_.warm.style, pipeline_, features_.get()),
                          losses);
  const torch::Tensor loss = losses.mean();
  loss.backward();
  adam_->step(gradients_of(*policy_), warm_rate(), 1.0);
  advance(episodes_, values, picture);
  renew(episodes_.state.step >= tune_steps - 0.5);
  loss_ += loss.item<double>(), ++counted_;
}

void TuneTrainer::begin_td3() {
  td3_ = std::make_unique<Td3>(policy_, run_.td3);
  replay_ = std::make_unique<Replay>(run_.td3.replay);
}

void TuneTrainer::collect() {
  const torch::NoGradGuard no_grad;
  begin_episodes();
  Transitions seen;
  seen.before = episodes_.state;
  seen.action = td3_->explore(seen.before);
  const torch::Tensor picture = picture_with(episodes_, pipeline_, seen.action);
  const auto merit = [&](const torch::Tensor& values, const torch::Tensor& result) {
    return merit_of(episodes_, values, result, run_.warm.style, pipeline_, features_.get());
  };
  seen.reward = merit(seen.action, picture) - merit(seen.before.values, seen.before.current);
  advance(episodes_, seen.action, picture);
  seen.after = episodes_.state;
  // Nothing to see any more: such episodes end, and the paper keeps nothing of them (C.2).
  const torch::Tensor mean = picture.mean({1, 2, 3});
  const torch::Tensor collapsed = torch::logical_or(mean<0.01, mean> 0.99);
  const torch::Tensor over = seen.after.step >= tune_steps - 0.5;
  seen.ended = over.to(torch::kFloat);
  replay_->add(collapsed.any().item<bool>() ? seen.where(collapsed.logical_not()) : seen);
  renew(torch::logical_or(over, collapsed));
}

void TuneTrainer::td3_update() {
  if (!td3_) begin_td3();
  while (replay_->size() < std::min(run_.td3.replay / 2, 20 * run_.batch)) collect();
  collect();
  const Td3::Losses losses = td3_->update(replay_->sample(run_.td3.batch));
  loss_ += losses.critics, ++counted_;
}

void TuneTrainer::report() {
  TuneEpisodes known = validation_, others = foreign_;
  const std::vector<double> course = follow(policy_, known, pipeline_);
  const bool other = foreign_.input.defined();
  const std::vector<double> style = other ? follow(policy_, others, pipeline_, true) : std::vector<double>();
  const double loss = loss_ / std::max(1, counted_), last = course.back();
  // A hundredth of style distance counts as a decibel; so do a tenth of Gram distance or StyleScore, and a
  // twentieth of the pairs that end farther off by them than they began.
  double merit = other ? last - 100 * style.back() : last;
  std::string judged;
  if (features_ && other) {
    const torch::NoGradGuard no_grad;
    const StyleGain gain =
        style_gain(others, others.state.values, others.state.current, pipeline_, *features_);
    for (const auto& [name, x] : {std::pair("Gram", gain.gram), {"StyleScore", gain.score}}) {
      const double mean = x.mean().item<double>(), farther = (x >= 0).to(torch::kFloat).mean().item<double>();
      merit -= 10 * mean + 20 * farther;
      char text[80];
      std::snprintf(text, sizeof text, "; %s %.3f, farther %.1f %%", name, std::exp(mean), 100 * farther);
      judged += text;
    }
  }
  const bool better = merit > best_;
  const char* phase = td3_ ? "td3" : "warm";
  std::printf("%s %6d  loss %.4f  held out %.2f dB; after 1, 3, 5, 10 steps %.2f %.2f %.2f %.2f", phase,
              updates_, loss, course[0], course[1], course[3], course[5], last);
  if (other)
    std::printf("; style distance %.4f, after 1, 3, 10 steps %.4f %.4f %.4f", style[0], style[1], style[3],
                style.back());
  std::printf("%s%s\n", judged.c_str(), better ? "  *" : "");
  std::fflush(stdout);
  const std::string path = out_ + "/log.csv";
  const bool fresh = !std::filesystem::exists(path);
  {
    std::ofstream log(path, std::ios::app);
    if (fresh) log << "update,phase,loss,psnr_1,psnr_5,psnr_10\n";
    log << updates_ << ',' << phase << ',' << loss << ',' << course[1] << ',' << course[5] << ',' << last
        << '\n';
  }
  plot_log(path, out_ + "/log.svg");
  loss_ = counted_ = 0;
  if (better) {
    best_ = merit;
    TensorFile weights;
    store(policy_, weights);
    weights.metadata["pipeline"] = run_.pipeline;
    weights.metadata["updates"] = std::to_string(updates_);
    write_safetensors(out_ + "/best.safetensors", weights);
  }
  checkpoint_.save();
}

void TuneTrainer::train(double minutes, int report_every) {
  const Deadline deadline(minutes);
  const int all = run_.warm.updates + run_.td3.updates;
  if (updates_ == 0) report();
  while (updates_ < all && !deadline.over()) {
    updates_ < run_.warm.updates ? warm_update() : td3_update();
    ++updates_;
    if (updates_ % report_every == 0 || updates_ == run_.warm.updates || updates_ == all) report();
  }
  checkpoint_.save();
}

} // namespace penumbra
