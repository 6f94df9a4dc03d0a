#include "core/agent/all_e/all_e.hpp"

#include "core/agent/low_light/agent.hpp"
#include "core/error.hpp"
#include "core/nn/manifest.hpp"
#include "core/nn/tensors.hpp"

#include <charconv>

namespace penumbra {
namespace {

int working_size_of(const TensorFile& weights) {
  const auto found = weights.metadata.find("working_size");
  int size = 0;
  if (found == weights.metadata.end() ||
      std::from_chars(found->second.data(), found->second.data() + found->second.size(), size).ec !=
          std::errc{} ||
      size < 32 || size > 4096)
    throw Error("The weights do not say at which working size they decide.");
  return size;
}

} // namespace

std::unique_ptr<Agent> make_all_e(const std::string& models_folder) {
  return guarded([&]() -> std::unique_ptr<Agent> {
    const ModelEntry entry = find_model(models_folder, "all-e");
    const TensorFile weights = load_model(models_folder, entry);
    PixelNet net = load_pixel_net(weights);
    const LowLightSystem system = all_e_system(net->shape().width);
    if (!(net->shape() == system.shape))
      throw Error("The weights of ALL-E have another shape than its network.");
    return std::make_unique<LowLightAgent>(system, net, working_size_of(weights),
                                           nlohmann::json{{"tool", "low-light"},
                                                          {"model", entry.id},
                                                          {"model_version", entry.version},
                                                          {"model_sha256", entry.sha256}});
  });
}

} // namespace penumbra
