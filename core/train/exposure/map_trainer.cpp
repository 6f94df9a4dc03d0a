// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/exposure/map_trainer.hpp"

#include "core/edit/fusion/fusion.hpp"
#include "core/error.hpp"
#include "core/nn/torch/exposure_net.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/segment/levels.hpp"
#include "core/segment/segments.hpp"
#include "core/train/exposure/exposure_fusion.hpp"
#include "core/train/exposure/exposure_trainer.hpp"
#include "core/train/run/schedule.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace penumbra {

void to_json(nlohmann::json& json, const MapRun& run) {
  const auto stage = [](const MapRun::Stage& s) {
    return nlohmann::json{{"updates", s.updates}, {"learning_rate", s.learning_rate}, {"floor", s.floor}};
  };
  json = {{"network", exposure_map_network},
          {"seed", run.seed},
          {"photo_side", run.photo_side},
          {"spoil", run.spoil},
          {"views", run.views},
          {"view_share", run.view_share},
          {"batch", run.batch},
          {"span", run.span},
          {"levels", run.levels},
          {"weights", run.weights},
          {"ema_decay", run.ema_decay},
          {"direct", stage(run.direct)},
          {"fused", stage(run.fused)}};
}

void from_json(const nlohmann::json& json, MapRun& run) {
  const auto take = [](const nlohmann::json& from, const char* key, auto& value) {
    if (from.contains(key)) from.at(key).get_to(value);
  };
  take(json, "seed", run.seed), take(json, "photo_side", run.photo_side), take(json, "spoil", run.spoil);
  take(json, "views", run.views), take(json, "view_share", run.view_share), take(json, "batch", run.batch);
  take(json, "span", run.span), take(json, "levels", run.levels);
  take(json, "ema_decay", run.ema_decay);
  const auto stage = [&](const char* key, MapRun::Stage& to) {
    const nlohmann::json from = json.value(key, nlohmann::json::object());
    take(from, "updates", to.updates), take(from, "learning_rate", to.learning_rate),
        take(from, "floor", to.floor);
  };
  stage("direct", run.direct), stage("fused", run.fused);
  take(json, "weights", run.weights);
}

torch::Tensor fuse_levels(const torch::Tensor& picture, const ExposureMap& map, const MapRun& run) {
  const auto n = picture.size(0), side = picture.size(2), width = picture.size(3);
  torch::Tensor parts = torch::zeros({n, run.levels, side, width}), masks = torch::zeros_like(parts);
  torch::Tensor on = torch::zeros({n, run.levels});
  int max = 1;
  {
    const torch::NoGradGuard constant;
    for (std::int64_t i = 0; i < n; ++i) {
      Map ev{int(width), int(side)};
      const torch::Tensor here = map.ev[i].detach().contiguous();
      std::copy_n(here.data_ptr<float>(), ev.values.size(), ev.values.begin());
      const Map labels = exposure_levels(ev, run.span, run.levels);
      const int count = segment_count(labels);
      const Map soft = segment_masks(labels, count, to_image(picture[i].unsqueeze(0)));
      masks[i]
          .slice(0, 0, count)
          .copy_(torch::from_blob(const_cast<float*>(soft.values.data()), {side, width, count})
                     .permute({2, 0, 1}));
      const torch::Tensor numbers = torch::from_blob(const_cast<float*>(labels.values.data()), {side, width});
      for (int k = 0; k < count; ++k) parts[i][k].copy_(numbers == k);
      on[i].slice(0, 0, count).fill_(1);
      max = std::max(max, count);
    }
  }
  const auto used = [&](const torch::Tensor& all) { return all.slice(1, 0, max); };
  const torch::Tensor ev =
      (used(parts) * map.ev.unsqueeze(1)).sum({2, 3}) / used(parts).sum({2, 3}).clamp_min(1);
  return fuse(picture, ev, used(masks), used(on), run.weights, map.shoulder);
}

MapTrainer::MapTrainer(MapRun run, const std::string& photos, const std::string& views, std::string out)
    : run_(std::move(run)), out_(std::move(out)), checkpoint_(out_), random_(run_.seed) {
  if (run_.levels < 1 || run_.levels > max_segments) throw Error("There are 1 to 8 levels of exposure.");
  if (run_.weights.coarsest < 4)
    throw Error("The fusion's coarsest level has at least 4 pixels a side in training.");
  photos_ = load_photos(photos, run_.photo_side);
  held_photos_ = hold_out(photos_, 16);
  std::mt19937_64 fixed(7);
  torch::manual_seed(7);
  std::vector<torch::Tensor> good, spoilt;
  for (std::size_t i = 0; i < held_photos_.photos.size(); ++i)
    for (int copy = 0; copy < 2; ++copy) {
      good.push_back(whole_square(held_photos_, i));
      SpoilModel model = run_.spoil;
      model.unchanged = 0;
      spoilt.push_back(spoil(good.back().squeeze(0), model, fixed).unsqueeze(0));
    }
  held_out_.push_back({"spoilt", torch::cat(spoilt), torch::cat(good)});
  held_out_.push_back({"good", torch::cat(good), torch::cat(good)});
  if (!views.empty()) {
    views_ = render_views(views, run_.views, run_.seed);
    const std::size_t kept = views_.size() - views_.size() / 10;
    const ViewBatch held = sample_views({views_.begin() + std::ptrdiff_t(kept), views_.end()}, 48,
                                        exposure_side, exposure_side, run_.views, fixed);
    held_out_.push_back({"views", held.input, held.reference});
    views_.resize(kept);
  }
  torch::manual_seed(run_.seed);
  policy_ = ExposureMapNet(), average_ = ExposureMapNet();
  adam_ = std::make_unique<Adam>(*policy_, 0.9, 0.99);
  checkpoint_.keep("policy", *policy_), checkpoint_.keep("average", *average_);
  checkpoint_.keep("adam", *adam_), checkpoint_.keep("updates", updates_), checkpoint_.keep("best", best_);
}

bool MapTrainer::resume() {
  if (!checkpoint_.restore()) return false;
  reseed(random_, run_.seed, updates_);
  return true;
}

void MapTrainer::start_from(const std::string& weights) {
  const TensorFile file = read_safetensors(weights);
  copy_parameters(file, *policy_), copy_parameters(file, *average_);
}

void MapTrainer::watch(const std::string& folder) {
  const ExposureBatch batch = folder_batch(folder);
  watched_.push_back({std::filesystem::path(folder).filename().string(), batch.input, batch.reference});
}

MapTrainer::Pairs MapTrainer::sample() {
  const torch::NoGradGuard no_grad;
  const int of_views = views_.empty() ? 0 : int(std::lround(run_.view_share * run_.batch));
  std::vector<torch::Tensor> inputs, references;
  const torch::Tensor good = random_squares(photos_, run_.batch - of_views, random_);
  for (std::int64_t i = 0; i < good.size(0); ++i)
    inputs.push_back(spoil(good[i], run_.spoil, random_).unsqueeze(0));
  references.push_back(good);
  if (of_views > 0) {
    const ViewBatch seen = sample_views(views_, of_views, exposure_side, exposure_side, run_.views, random_);
    inputs.push_back(seen.input), references.push_back(seen.reference);
  }
  return {"", torch::cat(inputs), torch::cat(references)};
}

void MapTrainer::update() {
  const bool direct = updates_ < run_.direct.updates;
  const Pairs batch = sample();
  policy_->zero_grad();
  const ExposureMap map = policy_(batch.input);
  const torch::Tensor result =
      direct ? expose(batch.input, map.ev, map.shoulder) : fuse_levels(batch.input, map, run_);
  const MapRun::Stage& stage = direct ? run_.direct : run_.fused;
  const torch::Tensor loss =
      ((result - batch.reference).square().mean({1, 2, 3}) + stage.floor).sqrt().mean();
  loss.backward();
  const int done = direct ? updates_ : updates_ - run_.direct.updates;
  adam_->step(gradients_of(*policy_), cosine_rate(stage.learning_rate, done, stage.updates, 0.02, 50), 1.0);
  ++updates_;
  update_ema(*policy_, *average_, run_.ema_decay, updates_);
  sum_ += loss.item<double>(), ++count_;
}

double MapTrainer::score(const Pairs& pairs) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> parts;
  for (const torch::Tensor& input : pairs.input.split(32))
    parts.push_back(fuse_levels(input, average_(input), run_));
  const torch::Tensor error =
      ((torch::cat(parts) * 255).round() - (pairs.reference * 255).round()).square().mean({1, 2, 3}) /
      (255.0 * 255.0);
  return (-10 * torch::log10(error + 1e-4)).mean().item<double>(); // at most 40 dB
}

void MapTrainer::report() {
  const bool direct = updates_ <= run_.direct.updates;
  std::printf("%s %6d  loss %.4f ", direct ? "direct" : "fused ", updates_, sum_ / std::max(1, count_));
  const std::string path = out_ + "/log.csv";
  const bool fresh = !std::filesystem::exists(path);
  std::ofstream log(path, std::ios::app);
  if (fresh) {
    log << "update,stage,loss";
    for (const Pairs& pairs : held_out_) log << ',' << pairs.name << "_psnr";
    for (const Pairs& pairs : watched_) log << ',' << pairs.name << "_psnr";
    log << '\n';
  }
  log << updates_ << ',' << (direct ? "direct" : "fused") << ',' << sum_ / std::max(1, count_);
  double mean = 0;
  for (const Pairs& pairs : held_out_) {
    const double psnr = score(pairs);
    mean += psnr / double(held_out_.size());
    std::printf(" %s %.2f", pairs.name.c_str(), psnr);
    log << ',' << psnr;
  }
  for (const Pairs& pairs : watched_) {
    const double psnr = score(pairs);
    std::printf(" [%s %.2f]", pairs.name.c_str(), psnr);
    log << ',' << psnr;
  }
  const bool better = mean > best_;
  std::printf("%s\n", better ? "  *" : "");
  std::fflush(stdout);
  log << '\n';
  sum_ = 0, count_ = 0;
  TensorFile weights;
  store(average_, weights);
  weights.metadata["updates"] = std::to_string(updates_);
  weights.metadata["levels"] = nlohmann::json{{"span", run_.span}, {"most", run_.levels}}.dump();
  weights.metadata["fusion"] = nlohmann::json(run_.weights).dump();
  write_safetensors(out_ + "/last.safetensors", weights);
  if (better) {
    best_ = mean;
    write_safetensors(out_ + "/best.safetensors", weights);
  }
  checkpoint_.save();
}

void MapTrainer::train(double minutes, int report_every) {
  const Deadline deadline(minutes);
  const int last = run_.direct.updates + run_.fused.updates;
  while (updates_ < last && !deadline.over()) {
    update();
    if (updates_ % report_every == 0 || updates_ == last) report();
  }
  checkpoint_.save();
}

} // namespace penumbra
