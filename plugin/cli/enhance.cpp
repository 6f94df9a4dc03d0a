// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tool/low_light.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/tool_command.hpp"

#include <memory>

namespace penumbra::cli {

void add_enhance(CLI::App& program) {
  const auto command = std::make_shared<ToolCommand>(host::low_light_tool());
  CLI::App* options = command->add_to(program);
  options
      ->add_option("--working-size", command->settings.working_size,
                   "Long side in pixels of the small copy that is decided on (the model's own)")
      ->check(CLI::Range(min_working_size, max_working_size))
      ->type_name("PIXELS");
  options
      ->add_option("--oracle", command->settings.oracle,
                   "Compare the steps by these weights: NIMA on VGG-16 (safetensors, PyTorch's names), or "
                   "Penumbra's own form (the shipped oracle)")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  command->pictures.add_recipe_out(*options);
  options->callback([command] {
    const int step = command->values.get<int>("step"), last = command->tool.last_step(command->values);
    if (step > last)
      throw CLI::ValidationError("--step", std::to_string(step) + " is more than the " +
                                               std::to_string(command->values.get<int>("steps")) +
                                               " steps of --steps");
    command->side.read.push_back(command->settings.oracle);
    command->run();
  });
}

} // namespace penumbra::cli
