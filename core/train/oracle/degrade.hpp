// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <random>
#include <string>
#include <torch/types.h>
#include <vector>

namespace penumbra {

/// A photograph spoilt in one way, more and more: what the oracle learns its order from.
struct Chain {
  std::vector<torch::Tensor> pictures; ///< [3,H,W] each, in [0,1]
  std::vector<double> badness;         ///< of each, in (0,1]; the photograph itself has 0
};

/// One way to spoil photographs. Within one photograph more badness of the same family is worse, and every
/// picture of it is worse than the photograph; nothing is said across photographs, so a night photo is as
/// good as any, and both worse when brightened and when darkened further.
struct Degradation {
  std::string name;
  /// Spoils `photo` [3,H,W] (sRGB-encoded) as often as there are entries of `strengths`, each in (0,1] and
  /// rising; what else is to be chosen (direction, hue, radius) is drawn once for the whole chain.
  std::function<Chain(const torch::Tensor& photo, const std::vector<double>& strengths, std::mt19937_64&)>
      spoil;
};

/// All families:
///   darker, brighter        exposure in linear light, up to -4 and +2.5 EV, clipped, 8 bit
///   curve-down, curve-up    repeated s + A s (1 - s), ALL-E eq. 7
///   gamma                   exponent e^±1.1 on encoded values
///   contrast-down, -up      about the mean
///   cast                    channel gains in linear light
///   noise                   grain, by channel or grey, fine or blotchy
///   oversaturation, sharpening (halos), blur, posterisation
///   clipping                white and black points drawn in
///   haze                    blacks lifted towards a light grey
///   flattening              the light of large areas evened out
///   uneven                  exposure that falls off to one side
///   episode                 under-exposed as by a camera, then brightened by curves of growing
///                           strength, from too dark to too bright: the nearer to the photograph the better
const std::vector<Degradation>& degradations();

/// The families named, or all of them; throws Error naming what there is where one is unknown.
std::vector<Degradation> degradations_without(const std::vector<std::string>& left_out);

/// Two pictures of one chain count as ordered where their badness differs by at least this much.
constexpr double ordered_gap = 0.05;

} // namespace penumbra
