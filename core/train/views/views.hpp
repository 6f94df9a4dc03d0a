// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <torch/types.h>
#include <vector>

namespace penumbra {

/// Views of scene-linear panoramas, photographed as a camera would: what trains agents to see the place, since
/// the light of every place is known. A panorama is an equirectangular OpenEXR file, twice as wide as high,
/// Rec. 709 primaries, holding `stored_scale` times scene-linear light.
struct ViewModel {
  int per_panorama = 12;                  ///< views drawn of each panorama
  int width = 192, height = 144;          ///< of a view, in pixels
  double stored_scale = 64;               ///< the file's values over scene-linear light
  double min_fov = 55, max_fov = 80;      ///< horizontal field of view, degrees
  double min_pitch = -15, max_pitch = 10; ///< degrees, up is positive
  double min_range = 2;                   ///< EV between the 10th and 90th percentile of the blocks' light
  double max_luma = 130;                  ///< mean luma (0…255) of the photograph that saves its highlights
  /// The photograph's exposure against the one that saves its highlights, EV, uniform.
  double min_ev = -0.6, max_ev = 0.9;
  double plain_tone = 0.5; ///< share of photographs with sRGB's tone curve alone; the others have a camera's
  double max_tone = 0.6;   ///< largest share of the S curve in those (camera_tone, core/train/run/photos.hpp)
  double max_iso = 1600;   ///< ISO is 100 times a power of two up to this
  int min_quality = 85;    ///< of the JPEG file that the photograph goes through, up to 98
};
void to_json(nlohmann::json& json, const ViewModel& model);
void from_json(const nlohmann::json& json, ViewModel& model);

/// One view: its light and what a photographer would have wanted to see everywhere in it.
struct View {
  torch::Tensor light; ///< float [3,h,w], scene-linear times the exposure that saves the highlights
  torch::Tensor
      reference; ///< uint8 [3,h,w]: the exposure fusion of a noise-free bracket (Mertens et al. 2009)
};

/// Renders the views of every panorama in `folder` (*.exr, in the order of their names). Throws Error where
/// there is none or one cannot be read.
std::vector<View> render_views(const std::string& folder, const ViewModel& model, std::uint64_t seed);

/// A panorama seen in a direction: [3,height,width] of `panorama` [3,H,2H]; yaw, pitch and horizontal field of
/// view in degrees. Light is interpolated in its logarithm, so that lamps leave no dark halos.
torch::Tensor look_at(const torch::Tensor& panorama, double yaw, double pitch, double fov, int width,
                      int height);

/// The photograph of a view's light [3,h,w], exposed by `ev` against it: noise (shot and read, before white
/// balance), 12 bits, tone curve, 8 bits, JPEG; [3,h,w] in [0,1].
torch::Tensor photograph(const torch::Tensor& light, double ev, const ViewModel& model,
                         std::mt19937_64& random);

/// `count` pairs from random views, each cut to 70-100 % of its sides, mirrored at random and reduced (area)
/// to `height` x `width`: photographs and references, [count,3,height,width] in [0,1] each.
struct ViewBatch {
  torch::Tensor input, reference;
};
ViewBatch sample_views(const std::vector<View>& views, int count, int height, int width,
                       const ViewModel& model, std::mt19937_64& random);

} // namespace penumbra
