// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agent/agent.hpp"
#include "core/agent/ranking.hpp"
#include "core/nn/torch/oracle.hpp"
#include "core/train/run/photos.hpp"

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace penumbra {

/// Pairs put in the right order, of pairs there are.
struct PairCount {
  int right = 0, all = 0;
  void count(bool is_right) { right += is_right, ++all; }
  double percent() const { return all ? 100.0 * right / all : 0; }
};

struct FamilyAccuracy {
  std::string name;
  PairCount photo_pairs;  ///< the photograph against a spoilt version of it
  PairCount graded_pairs; ///< two spoilt versions of one chain
  double photo_first() const { return photo_pairs.percent(); }
  double graded() const { return graded_pairs.percent(); }
};

struct RankingTable {
  std::vector<FamilyAccuracy> families;
  FamilyAccuracy total;
};

/// How well an oracle orders photographs (whole, long side 256) and their degradations of strength 0.15, 0.4,
/// 0.7 and 1. The same pictures at every call.
RankingTable rank_degradations(const Oracle& oracle, const PhotoSet& photos);

/// Brackets: a folder with manifest.json and a folder of frames for each scene. The scene's reference against
/// its frames whose mean luma (0…255) differs from it by more than `min_difference`.
PairCount rank_brackets(const Oracle& oracle, const std::string& folder, double min_difference = 40);

/// Brightens a picture [3,H,W] step by step; the first state is the picture itself, at the working size.
using Ladder = std::function<std::vector<torch::Tensor>(const torch::Tensor& picture)>;
/// The states of an agent's episode of 6 steps.
Ladder ladder_of(std::shared_ptr<Agent> agent);

/// What preselecting by the oracle makes of a ladder.
struct LadderResult {
  std::string name;
  int best = 0;         ///< the state preselected
  double growth = 1;    ///< of the mean luma, from state 0 to the preselected one
  double psnr = 0;      ///< dB of the preselected state against the reference, at most 60
  double best_psnr = 0; ///< dB of the state that is nearest to the reference
  std::vector<double> scores, psnrs, mean_lumas; ///< of all states; dB; 0…1
  double vividness = 0;                          ///< of state 0
};

/// Photographs that need no brightening: the reference is the photo itself. `only`: their names, all if
/// empty.
std::vector<LadderResult> climb_photos(const Oracle& oracle, const Ladder& ladder, const PhotoSet& photos,
                                       const RankingRule& rule, const std::vector<std::string>& only = {});
/// Photographs under-exposed as by a camera (the trainers' DarkenModel), the reference is the photo as it
/// was.
std::vector<LadderResult> climb_darkened(const Oracle& oracle, const Ladder& ladder, const PhotoSet& photos,
                                         const RankingRule& rule);
/// The primary dark inputs of brackets against the scenes' references.
std::vector<LadderResult> climb_brackets(const Oracle& oracle, const Ladder& ladder,
                                         const std::string& folder, const RankingRule& rule);

nlohmann::json to_json(const RankingTable& table);
nlohmann::json to_json(const std::vector<LadderResult>& results);
void print(const RankingTable& table, const std::string& title);
void print(const std::vector<LadderResult>& results, const std::string& title);

} // namespace penumbra
