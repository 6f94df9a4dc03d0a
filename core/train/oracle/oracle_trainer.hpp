// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/torch/rating_net.hpp"
#include "core/train/oracle/degrade.hpp"
#include "core/train/run/checkpoint.hpp"
#include "core/train/run/photos.hpp"

#include <memory>
#include <nlohmann/json.hpp>

namespace penumbra {

/// A training run of the aesthetic oracle; its JSON is the recipe kept beside the weights.
struct OracleRun {
  RatingNetShape shape;
  std::uint64_t seed = 1;
  int updates = 5000;
  double learning_rate = 1.5e-3; ///< falls to a hundredth by a cosine
  double ema_decay = 0.998;      ///< of the weights that are kept, over updates
  int photos = 6;                ///< of each update; each comes with 8 spoilt versions of itself
  int photo_side = 384;          ///< photos are kept in memory at this long side
  std::vector<int> long_sides{128, 160, 192};
  int held_out = 10;     ///< every so-manieth photo is kept for validation
  double dark = 3;       ///< how much more often photos that are dark by intent are drawn
  double dark_luma = 70; ///< mean luma (0…255) below which a photo counts as such
  double tones = 2.5;    ///< how much more often families that change brightness are drawn
  double rank = 1;       ///< weight of the order within a photo
  double anchor = 1;     ///< weight of the distance to the intended distribution of ratings
  double best_rating = 8, worst_rating = 2; ///< intended for a photo and for the worst of its spoilt versions
  double spread = 1.4;                      ///< deviation of the intended distributions
  std::vector<std::string> left_out;        ///< families of degradations that the run may not see
};
void to_json(nlohmann::json& json, const OracleRun& run);
void from_json(const nlohmann::json& json, OracleRun& run);

/// Intended distributions [n,10] of ratings: Gaussians about best - (best - worst) * badness, cut to 1…10.
torch::Tensor intended_ratings(const OracleRun& run, const std::vector<double>& badness);

/// Mean squared difference of the cumulative distributions, NIMA eq. 1 with r = 2 (without the root).
torch::Tensor earth_movers_distance(const torch::Tensor& distribution, const torch::Tensor& wanted);

/// Pictures of one update, and which is better than which.
struct RatedBatch {
  torch::Tensor pictures;                  ///< [N,3,H,W]
  std::vector<double> badness;             ///< of each, 0 for photos
  std::vector<std::int64_t> better, worse; ///< the i-th pair: picture better[i] is better than worse[i]
};

/// Trains a RatingNet on the order of photographs and their degradations.
class OracleTrainer {
 public:
  OracleTrainer(OracleRun run, const std::string& photos, std::string out);

  /// Continues where the checkpoint of the output folder stopped, if there is one.
  bool resume();

  /// Trains to the end of the schedule, or until `minutes` are over (0: no limit). Prints a line every
  /// `report` updates; writes log.csv, checkpoint.safetensors and oracle.safetensors to the output folder.
  void train(double minutes, int report);

 private:
  RatedBatch sample();
  void update();
  void report();

  OracleRun run_;
  std::string out_;
  Checkpoint checkpoint_;
  PhotoSet photos_, held_out_;
  std::vector<double> weights_of_photos_, weights_of_families_;
  std::vector<Degradation> families_;
  RatingNet net_{nullptr}, average_{nullptr};
  std::unique_ptr<Adam> adam_;
  std::mt19937_64 random_;
  int updates_ = 0, summed_ = 0;
  double rank_sum_ = 0, anchor_sum_ = 0;
};

} // namespace penumbra
