// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/system/all_e/all_e.hpp"

#include "core/nn/torch/tensors.hpp"
#include "core/system/low_light/load.hpp"

namespace penumbra {

std::unique_ptr<Agent> make_all_e(const std::string& models_folder) {
  return guarded([&]() -> std::unique_ptr<Agent> {
    return load_low_light_agent(models_folder, "all-e", "ALL-E",
                                [](int width) { return all_e_system(width); });
  });
}

} // namespace penumbra
