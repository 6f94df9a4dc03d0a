#include "core/system/deep_exposure/deep_exposure.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/segment/segments.hpp"
#include "core/system/deep_exposure/map_agent.hpp"

#include <ATen/Parallel.h>
#include <algorithm>
#include <cmath>
#include <thread>

namespace penumbra {
namespace {

/// Long side of the picture that the episode shows; what is decided on is this, squeezed.
constexpr int observed_side = 512;

FusionWeights weights_of(const TensorFile& file) {
  const auto found = file.metadata.find("fusion");
  if (found == file.metadata.end()) throw Error("The weights do not say how exposures are fused.");
  const auto json = nlohmann::json::parse(found->second, nullptr, false);
  if (!json.is_object()) throw Error("What the weights say of the fusion cannot be read.");
  FusionWeights weights;
  weights.contrast = json.value("contrast", weights.contrast);
  weights.saturation = json.value("saturation", weights.saturation);
  weights.exposedness = json.value("exposedness", weights.exposedness);
  weights.locality = json.value("locality", weights.locality);
  weights.input = json.value("input", weights.input);
  weights.coarsest = json.value("coarsest", weights.coarsest);
  return weights;
}

/// "levels" in the metadata of a policy that sees the place.
ExposureLevels levels_of(const TensorFile& file) {
  const auto found = file.metadata.find("levels");
  const auto json = found == file.metadata.end() ? nlohmann::json()
                                                 : nlohmann::json::parse(found->second, nullptr, false);
  if (!json.is_object()) throw Error("The weights do not say how exposures become segments.");
  const ExposureLevels levels{json.value("span", 0.0), json.value("most", 0)};
  if (!(levels.span > 0) || levels.most < 1 || levels.most > 8)
    throw Error("What the weights say of the segments is out of range.");
  return levels;
}

/// The segment's sub-image: the picture within it, black elsewhere (figure 2 of the paper).
Image sub_image(const Image& picture, const Map& labels, int segment) {
  Image out(picture.width, picture.height, 3);
  for (std::size_t i = 0; i < labels.values.size(); ++i)
    if (labels.values[i] == float(segment)) std::copy_n(&picture.pixels[3 * i], 3, &out.pixels[3 * i]);
  return out;
}

} // namespace

DeepExposureAgent::DeepExposureAgent(ExposureNet policy, FusionWeights weights, nlohmann::json origin)
    : policy_(std::move(policy)), weights_(weights), origin_(std::move(origin)) {
  policy_->eval();
}

Episode DeepExposureAgent::run(const Input& input, const AgentSettings& settings, Progress& progress) {
  return guarded([&] {
    const torch::InferenceMode no_gradients;
    at::set_num_threads(settings.threads > 0 ? settings.threads
                                             : int(std::max(1u, std::thread::hardware_concurrency())));
    progress.step(0.0, "Looking at the photo");
    Episode episode;
    episode.observation = observe(input.photo, observed_side);
    const Image small = resize(episode.observation, {exposure_side, exposure_side});
    FusionPlan plan;
    plan.labels = find_segments(small);
    plan.segments.assign(std::size_t(segment_count(plan.labels)), {0.0, false});
    plan.weights = weights_;
    const int count = int(plan.segments.size());
    for (int t = 0; t < count; ++t) {
      progress.step(double(t) / count, "Exposing segment " + std::to_string(t + 1));
      const torch::Tensor state = torch::cat({to_tensor(sub_image(small, plan.labels, t)),
                                              to_tensor(direct_fusion(plan, t, small)), to_tensor(small)},
                                             1);
      // Hundredths of an EV: what a person would type.
      const double ev = std::round(100 * policy_ev(policy_, state).item<double>()) / 100;
      plan.segments[std::size_t(t)] = {std::clamp(ev, -most_ev, most_ev), true};
    }
    episode.edits = {make_fusion_step(plan)};
    episode.suggested = 1;
    episode.origin = origin_;
    progress.step(1.0, "Decided");
    return episode;
  });
}

std::unique_ptr<Agent> make_deep_exposure(const std::string& id, const std::string& models_folder) {
  return guarded([&]() -> std::unique_ptr<Agent> {
    const ModelEntry entry = find_model(models_folder, id);
    const TensorFile weights = load_model(models_folder, entry);
    nlohmann::json origin{{"tool", "local-exposure"},
                          {"method", id},
                          {"model", entry.id},
                          {"model_version", entry.version},
                          {"model_sha256", entry.sha256}};
    const auto network = weights.metadata.find("network");
    if (network != weights.metadata.end() && network->second == exposure_map_network)
      return std::make_unique<ExposureMapAgent>(load_exposure_map_policy(weights), weights_of(weights),
                                                levels_of(weights), std::move(origin));
    return std::make_unique<DeepExposureAgent>(load_exposure_policy(weights), weights_of(weights),
                                               std::move(origin));
  });
}

} // namespace penumbra
