#include "core/train/tune_trainer.hpp"

#include "core/agent/pix_tuner/mosaic.hpp"
#include "core/error.hpp"
#include "core/nn/tensors.hpp"
#include "core/reward/style.hpp"
#include "core/train/finish_torch.hpp"
#include "core/train/plot.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace penumbra {
namespace {

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

const Pipeline& pipeline_of(const std::string& name) {
  if (name == "product") return product_pipeline();
  throw Error("The pipeline of a tuner's training is \"product\".");
}

} // namespace

void to_json(nlohmann::json& json, const TuneRun& run) {
  json = {
      {"pipeline", run.pipeline},
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
        {"restraint", run.warm.restraint},
        {"lost", run.warm.lost},
        {"grey", run.warm.grey}}}};
}

void from_json(const nlohmann::json& json, TuneRun& run) {
  const auto take = [](const nlohmann::json& from, const char* key, auto& to) {
    if (const auto found = from.find(key); found != from.end()) found->get_to(to);
  };
  take(json, "pipeline", run.pipeline), take(json, "content", run.content);
  take(json, "seed", run.seed), take(json, "batch", run.batch);
  const auto none = nlohmann::json::object();
  const auto parts = json.value("parts", none), warm = json.value("warm_start", none);
  take(parts, "paths", run.parts.paths), take(parts, "statistics", run.parts.statistics),
      take(parts, "history", run.parts.history);
  take(warm, "updates", run.warm.updates), take(warm, "learning_rate", run.warm.learning_rate);
  take(warm, "perturbed", run.warm.perturbed), take(warm, "sliders", run.warm.sliders);
  take(warm, "foreign", run.warm.foreign), take(warm, "restraint", run.warm.restraint),
      take(warm, "lost", run.warm.lost), take(warm, "grey", run.warm.grey);
}

std::vector<double> follow(TuneNet& policy, TuneEpisodes episodes, TensorPipeline pipeline, bool style) {
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

TuneTrainer::TuneTrainer(TuneRun run, const std::string& photos, std::string out)
    : run_(std::move(run)), out_(std::move(out)), pipeline_(finish),
      neutral_(from_values(pipeline_of(run_.pipeline), neutral_values(pipeline_of(run_.pipeline)))),
      random_(run_.seed) {
  if (run_.content != "same" && run_.content != "other")
    throw Error("The content of the goals is \"same\" or \"other\".");
  photos_ = load_photos(photos, tuner_side);
  held_out_ = hold_out(photos_, 10);
  torch::manual_seed(7);
  validation_ = random_goals(whole_mosaics(held_out_, same_content()), pipeline_, neutral_, 0);
  if (!same_content()) {
    TuneMosaics mosaics = whole_mosaics(held_out_, true);
    mosaics.other = mosaics.input.roll(1, 0); // each towards the photo before it, as it is
    foreign_ = random_goals(mosaics, pipeline_, neutral_, 0);
    foreign_.state.goal = without_borders(mosaics.other);
  }
  torch::manual_seed(run_.seed);
  policy_ = TuneNet(same_content(), 0, run_.parts);
  adam_ = std::make_unique<Adam>(*policy_);
  std::filesystem::create_directories(out_);
}

bool TuneTrainer::resume() {
  const std::string path = out_ + "/checkpoint.safetensors";
  if (!std::filesystem::exists(path)) return false;
  const TensorFile file = read_safetensors(path);
  copy_parameters(file, *policy_, "policy.");
  adam_->restore(file, "adam.");
  updates_ = file.number("updates");
  best_ = std::stod(file.metadata.at("best"));
  random_.seed(run_.seed * 1000003 + std::uint64_t(updates_));
  torch::manual_seed(random_());
  return true;
}

void TuneTrainer::start_from(const std::string& weights) {
  copy_parameters(read_safetensors(weights), *policy_);
}

double TuneTrainer::warm_rate() const {
  const double done = double(updates_) / std::max(1, run_.warm.updates);
  return run_.warm.learning_rate * std::min(1.0, (updates_ + 1) / 100.0) *
         (0.02 + 0.98 * 0.5 * (1 + std::cos(M_PI * done)));
}

TuneEpisodes TuneTrainer::fresh(int count) {
  return random_goals(random_mosaics(photos_, count, same_content(), run_.warm.foreign, random_), pipeline_,
                      neutral_, run_.warm.perturbed);
}

void TuneTrainer::warm_update() {
  if (!episodes_.input.defined()) {
    episodes_ = fresh(run_.batch);
    // Each at its own step, so that a batch holds beginnings and ends.
    episodes_.state.step = torch::arange(run_.batch).remainder(tune_steps).to(torch::kFloat);
  }
  policy_->zero_grad();
  const torch::Tensor values = next_values(policy_, episodes_.state);
  const torch::Tensor picture = picture_with(episodes_, pipeline_, values);
  const torch::Tensor error = (picture - episodes_.target).square().mean({1, 2, 3});
  torch::Tensor losses =
      torch::log(error + 1e-6) + run_.warm.sliders * (values - episodes_.wanted).square().sum(1);
  if (!same_content()) {
    const torch::Tensor style = torch::log(style_distance(picture, episodes_.state.goal) + 1e-3) +
                                run_.warm.restraint * values.square().sum(1) +
                                run_.warm.lost * lost_tones(picture, episodes_.state.input) +
                                run_.warm.grey * torch::relu(-values.select(1, 3)).square();
    losses = torch::where(episodes_.foreign > 0.5, style, losses);
  }
  const torch::Tensor loss = losses.mean();
  loss.backward();
  adam_->step(gradients_of(*policy_), warm_rate(), 1.0);
  advance(episodes_, values, picture);
  const torch::Tensor over = episodes_.state.step >= tune_steps - 0.5;
  if (const int count = over.sum().item<int>(); count > 0) episodes_.replace(over, fresh(count));
  loss_ += loss.item<double>(), ++counted_;
}

void TuneTrainer::report() {
  const std::vector<double> course = follow(policy_, validation_, pipeline_);
  const bool other = foreign_.input.defined();
  const std::vector<double> style =
      other ? follow(policy_, foreign_, pipeline_, true) : std::vector<double>();
  const double loss = loss_ / std::max(1, counted_), last = course.back();
  // A hundredth of style distance counts as a decibel.
  const double merit = other ? last - 100 * style.back() : last;
  const bool better = merit > best_;
  std::printf("warm %6d  loss %.4f  held out %.2f dB; after 1, 3, 5, 10 steps %.2f %.2f %.2f %.2f", updates_,
              loss, course[0], course[1], course[3], course[5], last);
  if (other)
    std::printf("; style distance %.4f, after 1, 3, 10 steps %.4f %.4f %.4f", style[0], style[1], style[3],
                style.back());
  std::puts(better ? "  *" : "");
  std::fflush(stdout);
  const std::string path = out_ + "/log.csv";
  const bool fresh = !std::filesystem::exists(path);
  {
    std::ofstream log(path, std::ios::app);
    if (fresh) log << "update,phase,loss,psnr_1,psnr_5,psnr_10\n";
    log << updates_ << ",warm," << loss << ',' << course[1] << ',' << course[5] << ',' << last << '\n';
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
  save();
}

void TuneTrainer::save() const {
  TensorFile file;
  copy_parameters(*policy_, file, "policy.");
  adam_->store(file, "adam.");
  file.metadata["updates"] = std::to_string(updates_);
  file.metadata["best"] = std::to_string(best_);
  write_safetensors(out_ + "/checkpoint.safetensors", file);
}

void TuneTrainer::train(double minutes, int report_every) {
  const double deadline = minutes > 0 ? seconds() + minutes * 60 : 0;
  while (updates_ < run_.warm.updates && (deadline == 0 || seconds() < deadline)) {
    warm_update();
    ++updates_;
    if (updates_ % report_every == 0 || updates_ == run_.warm.updates) report();
  }
  save();
}

} // namespace penumbra
