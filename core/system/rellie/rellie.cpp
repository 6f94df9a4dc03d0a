// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/rellie/rellie.hpp"

#include "core/nn/torch/tensors.hpp"
#include "core/system/low_light/load.hpp"

namespace penumbra {

std::unique_ptr<Agent> make_rellie(const std::string& models_folder) {
  return guarded([&]() -> std::unique_ptr<Agent> {
    return load_low_light_agent(models_folder, "rellie", "ReLLIE", rellie_system);
  });
}

} // namespace penumbra
