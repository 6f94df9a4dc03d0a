// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/pix_tuner/pix_tuner.hpp"

#include "core/agent/look.hpp"
#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/nn/torch/tune_net.hpp"
#include "core/system/pix_tuner/mosaic.hpp"
#include "core/system/pix_tuner/polish.hpp"
#include "core/system/pix_tuner/style_judge.hpp"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace penumbra {
namespace {

struct Policy {
  TuneNet net;
  nlohmann::json origin;
};

/// The small picture that the tuner works on, its goal, and the sliders' effect on it.
struct Desk {
  Image input, goal; ///< mosaics with borders
  Size full;
  std::vector<bool> inner;

  torch::Tensor without_borders(const Image& mosaic) const { return to_tensor(inner_of(mosaic)); }
  static Image inner_of(const Image& mosaic) {
    constexpr int whole = mosaic_part + 2 * mosaic_border;
    Image out(mosaic_inner, mosaic_inner, 3);
    for (int y = 0; y < mosaic_inner; ++y)
      for (int x = 0; x < mosaic_inner; ++x)
        for (int c = 0; c < 3; ++c)
          out.at(x, y, c) = mosaic.at(x / mosaic_part * whole + mosaic_border + x % mosaic_part,
                                      y / mosaic_part * whole + mosaic_border + y % mosaic_part, c);
    return out;
  }
};

/// `small`, `goal`: the photo and the reference with long sides of tuner_side.
Desk prepare(const Image& small, Image goal, bool same) {
  if (same) goal = resize(goal, {small.width, small.height});
  Desk desk{mosaic_of(small), mosaic_of(goal), {small.width, small.height}, {}};
  constexpr int whole = mosaic_part + 2 * mosaic_border;
  const auto border = [](int i) {
    return i % whole < mosaic_border || i % whole >= mosaic_border + mosaic_part;
  };
  for (int y = 0; y < mosaic_side; ++y)
    for (int x = 0; x < mosaic_side; ++x) desk.inner.push_back(!border(x) && !border(y));
  return desk;
}

/// The networks are small: more threads take longer to come together than they save.
constexpr int network_threads = 1;

/// Where no step is surely nearer, so many queries go into finding sliders that are.
constexpr int settle_queries = 60;

/// To what a person would type: thousandths.
FinishValues rounded(FinishValues values) {
  for (double& value : values) value = std::round(1000 * value) / 1000;
  return values;
}

class PixTuner : public Agent {
 public:
  explicit PixTuner(std::string models) : models_(std::move(models)) {}
  Episode run(const Input& input, const AgentSettings& settings, Progress& progress) override;
  /// Does what the first run would have to do before it can decide.
  void get_ready();

 private:
  Policy& policy(bool same, const std::string& weights) {
    const std::string id = !weights.empty() ? weights : same ? "match-finish" : "match-style";
    auto found = policies_.find(id);
    if (found == policies_.end())
      found = policies_.emplace(id, weights.empty() ? shipped(id) : Policy{read_policy(weights), {}}).first;
    if (found->second.net->same_content() != same)
      throw Error("The model \"" + id + "\" is for another task.");
    return found->second;
  }
  static TuneNet read_policy(const std::string& weights) {
    return load_tune_policy(read_safetensors(weights));
  }
  Policy shipped(const std::string& id) const {
    const ModelEntry entry = find_model(models_, id);
    return {load_tune_policy(load_model(models_, entry)),
            {{"tool", "match-look"},
             {"method", "pix-tuner"},
             {"model", entry.id},
             {"model_version", entry.version},
             {"model_sha256", entry.sha256}}};
  }
  Episode decide(const Desk& desk, Policy& policy, const StyleJudge* judge, const AgentSettings& settings,
                 Progress& progress);
  /// Null where the models have none.
  StyleNet* style_net() {
    if (!looked_for_style_net_)
      for (const ModelEntry& entry : list_models(models_))
        if (entry.id == "style-net")
          style_net_ = load_style_net(load_model(models_, entry)), style_net_version_ = entry.version;
    looked_for_style_net_ = true;
    return style_net_ ? &style_net_ : nullptr;
  }

  std::string models_;
  std::map<std::string, Policy> policies_;
  StyleNet style_net_{nullptr};
  std::string style_net_version_;
  bool looked_for_style_net_ = false;
};

/// The states of an episode under way: each set of sliders is tried on the desk's picture once.
class States {
 public:
  States(const Desk& desk, const Pipeline& pipeline, bool same, Episode& episode)
      : desk_(desk), pipeline_(pipeline), same_(same), episode_(episode) {
    add(neutral_values(pipeline), Desk::inner_of(desk.input));
  }
  /// Adds the state of `values`; it is suggested where it is nearer than all before. Returns its picture.
  const Image& try_out(const FinishValues& values) {
    episode_.edits.push_back(make_pipeline_step(pipeline_, values));
    const auto known = std::find(values_.begin(), values_.end(), values);
    if (known != values_.end())
      return add(values, Image(episode_.states[std::size_t(known - values_.begin())]));
    ++episode_.goal.queries;
    return add(values, Desk::inner_of(pipeline_.apply(desk_.input, values, desk_.full)));
  }
  const FinishValues& values(int state) const { return values_[std::size_t(state)]; }
  double error(int state) const { return errors_[std::size_t(state)]; }

 private:
  const Image& add(const FinishValues& values, Image picture) {
    values_.push_back(values);
    episode_.scores.push_back(look_distance(picture, episode_.goal.picture));
    errors_.push_back(same_ ? squared_error(picture, episode_.goal.picture, {}) : episode_.scores.back());
    if (errors_.back() < errors_[std::size_t(episode_.suggested)])
      episode_.suggested = int(errors_.size()) - 1;
    episode_.states.push_back(std::move(picture));
    return episode_.states.back();
  }

  const Desk& desk_;
  const Pipeline& pipeline_;
  const bool same_;
  Episode& episode_;
  std::vector<FinishValues> values_;
  std::vector<double> errors_; ///< what decides on the state to suggest
};

Episode PixTuner::decide(const Desk& desk, Policy& policy, const StyleJudge* judge,
                         const AgentSettings& settings, Progress& progress) {
  const torch::InferenceMode no_gradients;
  const Pipeline& pipeline = settings.pipeline ? *settings.pipeline : product_pipeline();
  const bool same = policy.net->same_content();
  Episode episode;
  episode.composition = Composition::alternatives;
  episode.lower_is_better = true;
  episode.origin = policy.origin;
  episode.origin["content"] = same ? "same" : "other";
  episode.goal = {Desk::inner_of(desk.goal), same, false, 0};
  TuneState state;
  state.input = desk.without_borders(desk.input);
  state.goal = to_tensor(episode.goal.picture);
  state.current = state.input;
  state.history = torch::zeros({1, tune_steps, finish_sliders + 1});
  state.step = torch::zeros({1});
  state.values = from_values(pipeline, neutral_values(pipeline)).unsqueeze(0);
  States states(desk, pipeline, same, episode);
  for (int t = 0; t < settings.steps; ++t) {
    progress.step((judge ? 0.6 : 1.0) * t / settings.steps,
                  "Matching the look, step " + std::to_string(t + 1));
    const FinishValues values = rounded(to_values(pipeline, next_values(policy.net, state)[0]));
    const Image& picture = states.try_out(values);
    advance(state, from_values(pipeline, values).unsqueeze(0), to_tensor(picture), same);
  }
  const int nearest = episode.suggested;
  if (settings.polish && same) {
    progress.step(0.95, "Polishing");
    states.try_out(rounded(polish(pipeline, desk.input, desk.goal, desk.inner, desk.full,
                                  states.values(nearest), settings.polish_queries, states.error(nearest))));
    episode.goal.queries += settings.polish_queries;
    episode.goal.polished = true;
  }
  if (judge) {
    const FinishValues start = states.values(nearest);
    ++episode.goal.queries;
    if (settings.polish || !surely_nearer(judge->gain(start))) {
      const int queries = settings.polish ? settings.polish_queries : settle_queries;
      SubProgress part(progress, 0.6, 1.0);
      const FinishValues values = rounded(settle(*judge, pipeline, start, queries, part));
      episode.goal.queries += queries;
      if (values != start) { // nearer by the judge, if not by the histograms
        episode.goal.polished = true;
        states.try_out(values);
        episode.suggested = int(episode.edits.size());
      }
    }
  }
  episode.origin["polished"] = episode.goal.polished;
  progress.step(1.0, "Decided");
  return episode;
}

Episode PixTuner::run(const Input& input, const AgentSettings& settings, Progress& progress) {
  if (!input.reference) throw Error("There is no reference whose look could be matched.");
  if (settings.steps < 1 || settings.steps > tune_steps)
    throw Error("The number of steps lies between 1 and " + std::to_string(tune_steps) + ".");
  return guarded([&] {
    at::set_num_threads(settings.threads > 0 ? settings.threads : network_threads);
    progress.step(0.0, "Looking at the photo and the reference");
    const Image small = observe(input.photo, tuner_side), look = observe(*input.reference, tuner_side);
    const bool same = settings.content == Content::automatic ? same_content(small, look)
                                                             : settings.content == Content::same;
    const Desk desk = prepare(small, look, same);
    Policy& decides = policy(same, settings.weights);
    std::optional<StyleJudge> judge;
    if (StyleNet* net = same || !StyleJudge::can_judge(small, look) ? nullptr : style_net())
      judge.emplace(*net, settings.pipeline ? *settings.pipeline : product_pipeline(), small, look);
    Episode episode = decide(desk, decides, judge ? &*judge : nullptr, settings, progress);
    episode.observation = small;
    if (judge) episode.origin["style_net_version"] = style_net_version_;
    return episode;
  });
}

/// What LibTorch prepares when it meets a network for the first time takes longer than all ten steps.
void PixTuner::get_ready() {
  guarded([&] {
    at::set_num_threads(network_threads);
    const torch::InferenceMode no_gradients;
    TuneState state;
    state.input = state.goal = state.current = torch::zeros({1, 3, mosaic_inner, mosaic_inner});
    state.values = torch::zeros({1, finish_sliders});
    state.history = torch::zeros({1, tune_steps, finish_sliders + 1});
    state.step = torch::zeros({1});
    next_values(policy(true, {}).net, state);
    if (StyleNet* net = style_net()) (*net)->forward(torch::zeros({1, 3, 171, tuner_side}));
  });
}

} // namespace

std::unique_ptr<Agent> make_pix_tuner(const std::string& models_folder) {
  auto tuner = std::make_unique<PixTuner>(models_folder);
  try {
    tuner->get_ready();
  } catch (const Error&) {
    // The run that needs what is missing says so; perhaps none does.
  }
  return tuner;
}

} // namespace penumbra
