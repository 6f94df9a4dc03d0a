// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/deep_exposure/deep_exposure.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"
#include "core/nn/torch/tensors.hpp"
#include "core/segment/segments.hpp"
#include "core/system/deep_exposure/map_agent.hpp"

#include <algorithm>

namespace penumbra {
namespace {

/// What the metadata of weights hold under `key`, a JSON object; throws Error that says what is missing.
nlohmann::json object_of(const TensorFile& file, const char* key, const char* what) {
  const auto found = file.metadata.find(key);
  const auto json =
      found == file.metadata.end() ? nlohmann::json() : nlohmann::json::parse(found->second, nullptr, false);
  if (!json.is_object()) throw Error(std::string("The weights do not say how ") + what + ".");
  return json;
}

FusionWeights weights_of(const TensorFile& file) {
  return object_of(file, "fusion", "exposures are fused").get<FusionWeights>();
}

ExposureLevels levels_of(const TensorFile& file) {
  const nlohmann::json json = object_of(file, "levels", "exposures become segments");
  const ExposureLevels levels{json.value("span", 0.0), json.value("most", 0)};
  if (!(levels.span > 0) || levels.max < 1 || levels.max > 8)
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
    : LocalExposureAgent(weights, std::move(origin)), policy_(std::move(policy)) {
  policy_->eval();
}

void DeepExposureAgent::decide(const Image& small, FusionPlan& plan, Progress& progress) {
  plan.labels = find_segments(small);
  const int count = segment_count(plan.labels);
  plan.segments.assign(std::size_t(count), {0.0, false});
  for (int t = 0; t < count; ++t) {
    progress.step(double(t) / count, "Exposing segment " + std::to_string(t + 1));
    const torch::Tensor state = torch::cat({to_tensor(sub_image(small, plan.labels, t)),
                                            to_tensor(direct_fusion(plan, t, small)), to_tensor(small)},
                                           1);
    plan.segments[std::size_t(t)] = {typed_ev(policy_ev(policy_, state).item<double>()), true};
  }
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
