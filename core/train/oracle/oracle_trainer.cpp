// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/oracle/oracle_trainer.hpp"

#include "core/error.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/train/oracle/oracle_evaluation.hpp"
#include "core/train/run/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <torch/utils.h>

namespace penumbra {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RatingNetShape, width, side)

void to_json(nlohmann::json& json, const OracleRun& run) {
  json = {{"shape", run.shape},
          {"seed", run.seed},
          {"updates", run.updates},
          {"learning_rate", run.learning_rate},
          {"ema_decay", run.ema_decay},
          {"photos", run.photos},
          {"photo_side", run.photo_side},
          {"long_sides", run.long_sides},
          {"held_out", run.held_out},
          {"dark", run.dark},
          {"dark_luma", run.dark_luma},
          {"tones", run.tones},
          {"rank", run.rank},
          {"anchor", run.anchor},
          {"best_rating", run.best_rating},
          {"worst_rating", run.worst_rating},
          {"spread", run.spread},
          {"left_out", run.left_out}};
}

void from_json(const nlohmann::json& json, OracleRun& run) {
  const OracleRun standard;
  run.shape = json.value("shape", standard.shape);
  run.seed = json.value("seed", standard.seed);
  run.updates = json.value("updates", standard.updates);
  run.learning_rate = json.value("learning_rate", standard.learning_rate);
  run.ema_decay = json.value("ema_decay", standard.ema_decay);
  run.photos = json.value("photos", standard.photos);
  run.photo_side = json.value("photo_side", standard.photo_side);
  run.long_sides = json.value("long_sides", standard.long_sides);
  run.held_out = json.value("held_out", standard.held_out);
  run.dark = json.value("dark", standard.dark);
  run.dark_luma = json.value("dark_luma", standard.dark_luma);
  run.tones = json.value("tones", standard.tones);
  run.rank = json.value("rank", standard.rank);
  run.anchor = json.value("anchor", standard.anchor);
  run.best_rating = json.value("best_rating", standard.best_rating);
  run.worst_rating = json.value("worst_rating", standard.worst_rating);
  run.spread = json.value("spread", standard.spread);
  run.left_out = json.value("left_out", standard.left_out);
}

namespace {

bool changes_brightness(const std::string& family) {
  static const std::vector<std::string> tones{"darker", "brighter", "curve-down", "curve-up",
                                              "gamma",  "episode",  "flattening"};
  return std::find(tones.begin(), tones.end(), family) != tones.end();
}

} // namespace

torch::Tensor intended_ratings(const OracleRun& run, const std::vector<double>& badness) {
  const torch::Tensor bad = torch::tensor(badness, torch::kFloat).view({-1, 1});
  const torch::Tensor mean = run.best_rating - (run.best_rating - run.worst_rating) * bad;
  const torch::Tensor rating = torch::arange(1, ratings + 1, torch::kFloat).view({1, -1});
  const torch::Tensor weight = torch::exp(-(rating - mean).square() / (2 * run.spread * run.spread));
  return weight / weight.sum(1, true);
}

torch::Tensor earth_movers_distance(const torch::Tensor& distribution, const torch::Tensor& wanted) {
  return (distribution - wanted).cumsum(1).square().mean();
}

OracleTrainer::OracleTrainer(OracleRun run, const std::string& photos, std::string out)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_),
      families_(degradations_without(run_.left_out)), random_(run_.seed) {
  torch::manual_seed(run_.seed);
  photos_ = load_photos(photos, run_.photo_side);
  held_out_ = hold_out(photos_, run_.held_out);
  for (const double luma : photos_.mean_luma)
    weights_of_photos_.push_back(luma < run_.dark_luma ? run_.dark : 1.0);
  for (const Degradation& family : families_)
    weights_of_families_.push_back(changes_brightness(family.name) ? run_.tones : 1.0);
  net_ = RatingNet(run_.shape);
  average_ = RatingNet(run_.shape);
  TensorFile start;
  copy_parameters(*net_, start);
  copy_parameters(start, *average_);
  adam_ = std::make_unique<Adam>(*net_);
  checkpoint_.keep("net", *net_), checkpoint_.keep("average", *average_), checkpoint_.keep("adam", *adam_);
  checkpoint_.keep("updates", updates_);
}

bool OracleTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

RatedBatch OracleTrainer::sample() {
  static constexpr int chain_lengths[] = {4, 2, 2}; // of each photo three families, eight spoilt versions
  std::discrete_distribution<std::size_t> pick_photo(weights_of_photos_.begin(), weights_of_photos_.end());
  std::discrete_distribution<std::size_t> pick_family(weights_of_families_.begin(),
                                                      weights_of_families_.end());
  std::vector<std::size_t> indices;
  for (int i = 0; i < run_.photos; ++i) indices.push_back(pick_photo(random_));
  const int side = run_.long_sides[random_() % run_.long_sides.size()];
  static constexpr double aspects[] = {1.0, 0.75, 2.0 / 3.0};
  const int other = int(std::lround(side * aspects[random_() % 3]));
  const bool upright = random_() % 3 == 0;
  const torch::Tensor photos =
      random_crops(photos_, indices, upright ? side : other, upright ? other : side, random_);

  RatedBatch batch;
  std::vector<torch::Tensor> pictures;
  const auto add = [&](const torch::Tensor& picture, double badness) {
    pictures.push_back(picture);
    batch.badness.push_back(badness);
    return std::int64_t(pictures.size()) - 1;
  };
  for (std::int64_t i = 0; i < photos.size(0); ++i) {
    const std::int64_t photo = add(photos[i], 0);
    for (const int length : chain_lengths) {
      std::vector<double> strengths;
      for (int k = 0; k < length; ++k)
        strengths.push_back(std::uniform_real_distribution<double>(0.05, 1)(random_));
      std::sort(strengths.begin(), strengths.end());
      const Chain chain = families_[pick_family(random_)].spoil(photos[i], strengths, random_);
      std::vector<std::int64_t> members{photo};
      for (std::size_t k = 0; k < chain.pictures.size(); ++k)
        members.push_back(add(chain.pictures[k], chain.badness[k]));
      for (const std::int64_t a : members)
        for (const std::int64_t b : members) {
          const double gap = batch.badness[std::size_t(b)] - batch.badness[std::size_t(a)];
          if (a != b && gap >= (a == photo ? 0.0 : ordered_gap))
            batch.better.push_back(a), batch.worse.push_back(b);
        }
    }
  }
  batch.pictures = torch::stack(pictures);
  return batch;
}

void OracleTrainer::update() {
  RatedBatch batch;
  {
    const torch::NoGradGuard no_grad;
    batch = sample();
  }
  net_->zero_grad();
  const torch::Tensor distribution = torch::softmax(net_->forward(batch.pictures), 1);
  const torch::Tensor score = mean_scores(distribution);
  const torch::Tensor gain =
      score.index_select(0, torch::tensor(batch.better)) - score.index_select(0, torch::tensor(batch.worse));
  const torch::Tensor rank = torch::softplus(-2 * gain).mean(); // the chance of the right order, log loss
  const torch::Tensor anchor = earth_movers_distance(distribution, intended_ratings(run_, batch.badness));
  (run_.rank * rank + run_.anchor * anchor).backward();
  adam_->step(gradients_of(*net_), cosine_rate(run_.learning_rate, updates_, run_.updates, 0.01, 100), 2.0);
  update_ema(*net_, *average_, run_.ema_decay, ++updates_);
  rank_sum_ += rank.item<double>(), anchor_sum_ += anchor.item<double>(), ++summed_;
}

void OracleTrainer::report() {
  TensorFile weights;
  store(average_, weights);
  weights.metadata["updates"] = std::to_string(updates_);
  write_safetensors(out_ + "/oracle.safetensors", weights);
  const auto oracle = make_oracle(weights);
  const RankingTable table = rank_degradations(*oracle, held_out_);
  std::printf("%6d  rank %.4f anchor %.4f  held out: photo first %.2f %%, graded %.2f %%\n", updates_,
              rank_sum_ / summed_, anchor_sum_ / summed_, table.total.photo_first(), table.total.graded());
  std::fflush(stdout);
  std::ofstream log(out_ + "/log.csv", std::ios::app);
  log << updates_ << ',' << rank_sum_ / summed_ << ',' << anchor_sum_ / summed_ << ','
      << table.total.photo_first() << ',' << table.total.graded() << '\n';
  rank_sum_ = anchor_sum_ = 0, summed_ = 0;
  checkpoint_.save();
}

void OracleTrainer::train(double minutes, int report_every) {
  const Deadline deadline(minutes);
  while (updates_ < run_.updates && !deadline.over()) {
    update();
    if (updates_ % report_every == 0 || updates_ == run_.updates) report();
  }
  if (summed_) report();
}

} // namespace penumbra
