// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/low_light/load.hpp"

#include "core/error.hpp"
#include "core/model/manifest.hpp"

namespace penumbra {

std::unique_ptr<LowLightAgent> load_low_light_agent(const std::string& models_folder, const std::string& id,
                                                    const std::string& title,
                                                    const std::function<LowLightSystem(int width)>& system) {
  const ModelEntry entry = find_model(models_folder, id);
  const TensorFile weights = load_model(models_folder, entry);
  PixelNet net = load_pixel_net(weights);
  LowLightSystem wanted = system(net->shape().width);
  wanted.shape.place = net->shape().place;
  if (!(net->shape() == wanted.shape))
    throw Error("The weights of " + title + " have another shape than its network.");
  const int working_size = weights.number("working_size");
  if (working_size < min_working_size || working_size > max_working_size)
    throw Error("The weights of " + title + " name an impossible working size.");
  return std::make_unique<LowLightAgent>(wanted, net, working_size,
                                         nlohmann::json{{"tool", "low-light"},
                                                        {"model", entry.id},
                                                        {"model_version", entry.version},
                                                        {"model_sha256", entry.sha256}});
}

} // namespace penumbra
