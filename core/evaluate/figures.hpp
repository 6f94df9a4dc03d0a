// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/engine/edit.hpp"
#include "core/metric/niqe.hpp"

#include <limits>
#include <vector>

namespace penumbra::evaluate {

/// What is not known: no reference, too small for NIQE, not one of our methods.
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// PSNR is capped here, so that one picture left alone does not make a mean infinite.
constexpr double psnr_cap = 60;

/// One result, judged.
struct Figures {
  double psnr = unknown, ssim = unknown; ///< against the reference; dB
  double psnr_matched = unknown,
         ssim_matched = unknown; ///< the same after matching the reference's mean luma
  double delta_e = unknown;      ///< mean CIEDE2000 against the reference
  double niqe = unknown;
  double mean_luma = unknown;   ///< 0…255
  double clipped = unknown;     ///< percent of the pixels
  double black = unknown;       ///< percent of the pixels
  double hue_change = unknown;  ///< degrees, against the input
  double luma_growth = unknown; ///< mean luma over that of the input
  double step = unknown;        ///< the state that was rendered
  double steps = unknown;       ///< length of the episode
  double decide_seconds = unknown, render_seconds = unknown;
  std::vector<double> action_means, action_spreads; ///< for each step: mean and deviation of its map's values
};

/// Judges `result` of `input`; `reference` and `niqe_model` may be null.
Figures judge(const Image& result, const Image& input, const Image* reference,
              const metric::NiqeModel* niqe_model);

/// Adds the mean and the deviation over the pixels of each curve step's map. Other steps are passed over.
void add_actions(Figures& figures, const std::vector<EditStep>& steps);

// Over a set; what is unknown is left out, and nothing known gives unknown.
double mean(const std::vector<double>& values);
double deviation(const std::vector<double>& values);           ///< population
double percentile(std::vector<double> values, double percent); ///< linear between the ranks
double largest(const std::vector<double>& values);

/// How much the decisions look at the picture.
struct ActionSpread {
  double over_pixels = unknown;   ///< mean over pictures and steps of the deviation over the pixels of a map
  double over_pictures = unknown; ///< mean over steps of the deviation over pictures of a map's mean
};
ActionSpread action_spread(const std::vector<Figures>& pictures);

} // namespace penumbra::evaluate
