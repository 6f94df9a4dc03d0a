// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/oracle/oracle_evaluation.hpp"

#include "core/error.hpp"
#include "core/nn/torch/pixel_net.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/system/rank_states.hpp"
#include "core/train/low_light/low_light.hpp"
#include "core/train/oracle/degrade.hpp"
#include "core/train/run/json_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <torch/utils.h>

namespace penumbra {
namespace {

constexpr int long_side = 256;

std::vector<double> scores_of(const Oracle& oracle, const std::vector<torch::Tensor>& pictures) {
  std::vector<double> scores;
  for (const torch::Tensor& picture : pictures)
    scores.push_back(mean_scores(oracle.distribution(picture.unsqueeze(0))).item<double>());
  return scores;
}

torch::Tensor picture_named(const PhotoSet& set, const std::string& name) { // [3,h,w]
  const auto found = std::find(set.names.begin(), set.names.end(), name);
  if (found == set.names.end()) throw Error("The brackets lack the picture " + name + ".");
  return whole_photo(set, std::size_t(found - set.names.begin()), long_side).squeeze(0);
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, std::size_t(share * double(values.size())))];
}

double luma_of(const torch::Tensor& state) {
  return luma601(state.unsqueeze(0)).mean().item<double>();
}

double psnr_of(const torch::Tensor& state, const torch::Tensor& reference) {
  const double mse = (state - reference).square().mean().item<double>();
  return mse > 1e-6 ? -10 * std::log10(mse) : 60.0;
}

LadderResult climb(const Oracle& oracle, const Ladder& ladder, const std::string& name,
                   const torch::Tensor& input, const torch::Tensor& reference, const RankingRule& rule) {
  const std::vector<torch::Tensor> states = ladder(input);
  // An agent's states have its working size.
  const torch::Tensor wanted = torch::adaptive_avg_pool2d(reference, {states[0].size(1), states[0].size(2)});
  LadderResult result;
  result.name = name;
  result.scores = scores_of(oracle, states);
  result.vividness = vividness(to_image(states[0]));
  for (const torch::Tensor& state : states) {
    result.psnrs.push_back(psnr_of(state, wanted));
    result.mean_lumas.push_back(luma_of(state));
  }
  result.best = best_state(result.scores, result.vividness, rule);
  const std::size_t best = std::size_t(result.best);
  result.growth = result.mean_lumas[best] / std::max(1e-3, result.mean_lumas[0]);
  result.psnr = result.psnrs[best];
  result.best_psnr = *std::max_element(result.psnrs.begin(), result.psnrs.end());
  return result;
}

struct Summary {
  double psnr = 0, median = 0, tenth = 0, best_psnr = 0, growth = 0, largest_growth = 0, steps = 0;
};

Summary summary_of(const std::vector<LadderResult>& results) {
  if (results.empty()) throw Error("There are no pictures to climb with.");
  Summary sum;
  std::vector<double> psnr;
  for (const LadderResult& result : results) {
    psnr.push_back(result.psnr);
    sum.psnr += result.psnr / double(results.size());
    sum.best_psnr += result.best_psnr / double(results.size());
    sum.growth += result.growth / double(results.size());
    sum.largest_growth = std::max(sum.largest_growth, result.growth);
    sum.steps += result.best / double(results.size());
  }
  sum.median = quantile(psnr, 0.5), sum.tenth = quantile(psnr, 0.1);
  return sum;
}

} // namespace

Ladder ladder_of(std::shared_ptr<Agent> agent) {
  return [agent](const torch::Tensor& picture) {
    AgentSettings settings;
    settings.threads = 1;
    Progress quiet;
    std::vector<torch::Tensor> states;
    for (const Image& state : states_of(agent->run(to_image(picture), settings, quiet)))
      states.push_back(to_tensor(state).squeeze(0));
    return states;
  };
}

RankingTable rank_degradations(const Oracle& oracle, const PhotoSet& photos) {
  const torch::NoGradGuard no_grad;
  static const std::vector<double> strengths{0.15, 0.4, 0.7, 1.0};
  RankingTable table;
  table.total.name = "all";
  for (const Degradation& family : degradations()) {
    FamilyAccuracy accuracy;
    accuracy.name = family.name;
    for (std::size_t i = 0; i < photos.photos.size(); ++i) {
      const torch::Tensor photo = whole_photo(photos, i, long_side).squeeze(0);
      std::mt19937_64 random(1000 + i);
      torch::manual_seed(1000 + i);
      Chain chain = family.spoil(photo, strengths, random);
      chain.pictures.push_back(photo);
      const std::vector<double> scores = scores_of(oracle, chain.pictures);
      for (std::size_t a = 0; a < strengths.size(); ++a) {
        accuracy.photo_pairs.count(scores.back() > scores[a]);
        for (std::size_t b = 0; b < strengths.size(); ++b)
          if (chain.badness[b] - chain.badness[a] >= ordered_gap)
            accuracy.graded_pairs.count(scores[a] > scores[b]);
      }
    }
    table.total.photo_pairs.right += accuracy.photo_pairs.right;
    table.total.photo_pairs.all += accuracy.photo_pairs.all;
    table.total.graded_pairs.right += accuracy.graded_pairs.right;
    table.total.graded_pairs.all += accuracy.graded_pairs.all;
    table.families.push_back(accuracy);
  }
  return table;
}

PairCount rank_brackets(const Oracle& oracle, const std::string& folder, double min_difference) {
  const torch::NoGradGuard no_grad;
  PairCount pairs;
  for (const nlohmann::json& scene : read_json(folder + "/manifest.json")) {
    const PhotoSet frames = load_photos(folder + "/" + scene.at("scene").get<std::string>(), 512);
    const std::string reference = scene.at("reference");
    const double luma = scene.at("reference_mean_luma");
    const double score = scores_of(oracle, {picture_named(frames, reference)})[0];
    for (const nlohmann::json& frame : scene.at("frames")) {
      if (frame.at("file") == reference) continue;
      if (std::fabs(frame.at("mean_luma").get<double>() - luma) <= min_difference) continue;
      pairs.count(score > scores_of(oracle, {picture_named(frames, frame.at("file"))})[0]);
    }
  }
  return pairs;
}

std::vector<LadderResult> climb_photos(const Oracle& oracle, const Ladder& ladder, const PhotoSet& photos,
                                       const RankingRule& rule, const std::vector<std::string>& only) {
  const torch::NoGradGuard no_grad;
  std::vector<LadderResult> results;
  for (std::size_t i = 0; i < photos.photos.size(); ++i) {
    if (!only.empty() && std::find(only.begin(), only.end(), photos.names[i]) == only.end()) continue;
    const torch::Tensor photo = whole_photo(photos, i, long_side).squeeze(0);
    results.push_back(climb(oracle, ladder, photos.names[i], photo, photo, rule));
  }
  return results;
}

std::vector<LadderResult> climb_darkened(const Oracle& oracle, const Ladder& ladder, const PhotoSet& photos,
                                         const RankingRule& rule) {
  const torch::NoGradGuard no_grad;
  std::vector<LadderResult> results;
  for (std::size_t i = 0; i < photos.photos.size(); ++i) {
    std::mt19937_64 random(1000 + i);
    torch::manual_seed(1000 + i);
    const torch::Tensor photo = whole_photo(photos, i, long_side);
    const torch::Tensor dark = darken(photo, DarkenModel{}, random);
    results.push_back(climb(oracle, ladder, photos.names[i], dark.squeeze(0), photo.squeeze(0), rule));
  }
  return results;
}

std::vector<LadderResult> climb_brackets(const Oracle& oracle, const Ladder& ladder,
                                         const std::string& folder, const RankingRule& rule) {
  const torch::NoGradGuard no_grad;
  std::vector<LadderResult> results;
  for (const nlohmann::json& scene : read_json(folder + "/manifest.json")) {
    if (!scene.at("primary_input").is_string()) continue;
    const std::string name = scene.at("scene");
    const PhotoSet frames = load_photos(folder + "/" + name, 512);
    results.push_back(climb(oracle, ladder, name, picture_named(frames, scene.at("primary_input")),
                            picture_named(frames, scene.at("reference")), rule));
  }
  return results;
}

nlohmann::json to_json(const RankingTable& table) {
  nlohmann::json json = nlohmann::json::object();
  const auto add = [&](const FamilyAccuracy& family) {
    json[family.name] = {{"photo_first_percent", family.photo_first()},
                         {"photo_pairs", family.photo_pairs.all},
                         {"graded_percent", family.graded()},
                         {"graded_pairs", family.graded_pairs.all}};
  };
  for (const FamilyAccuracy& family : table.families) add(family);
  add(table.total);
  return json;
}

nlohmann::json to_json(const std::vector<LadderResult>& results) {
  const Summary sum = summary_of(results);
  nlohmann::json json = {{"pictures", results.size()},
                         {"mean_psnr_db", sum.psnr},
                         {"median_psnr_db", sum.median},
                         {"tenth_percentile_psnr_db", sum.tenth},
                         {"mean_psnr_of_nearest_state_db", sum.best_psnr},
                         {"mean_luma_growth", sum.growth},
                         {"largest_luma_growth", sum.largest_growth},
                         {"mean_step", sum.steps}};
  for (const LadderResult& result : results)
    json["each"].push_back({{"name", result.name},
                            {"step", result.best},
                            {"luma_growth", result.growth},
                            {"psnr_db", result.psnr},
                            {"psnr_of_nearest_state_db", result.best_psnr},
                            {"scores", result.scores},
                            {"psnrs_db", result.psnrs},
                            {"mean_lumas", result.mean_lumas},
                            {"vividness", result.vividness}});
  return json;
}

void print(const RankingTable& table, const std::string& title) {
  std::printf("%s\n  %-16s %14s %14s\n", title.c_str(), "", "photo first", "graded");
  const auto line = [](const FamilyAccuracy& family) {
    std::printf("  %-16s %6.2f %% (%4d) %6.2f %% (%4d)\n", family.name.c_str(), family.photo_first(),
                family.photo_pairs.all, family.graded(), family.graded_pairs.all);
  };
  for (const FamilyAccuracy& family : table.families) line(family);
  line(table.total);
}

void print(const std::vector<LadderResult>& results, const std::string& title) {
  const Summary sum = summary_of(results);
  std::printf("%s (%zu)\n  PSNR mean %.2f median %.2f tenth percentile %.2f, of the nearest states %.2f dB\n"
              "  mean luma grows by %.3f, at most %.3f; mean step %.2f\n",
              title.c_str(), results.size(), sum.psnr, sum.median, sum.tenth, sum.best_psnr, sum.growth,
              sum.largest_growth, sum.steps);
}

} // namespace penumbra
