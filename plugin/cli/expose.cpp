// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/terminal.hpp"
#include "core/tool/local_exposure.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/tool_command.hpp"

#include <memory>

namespace penumbra::cli {

void add_expose(CLI::App& program) {
  const auto command = std::make_shared<ToolCommand>(host::local_exposure_tool());
  CLI::App* options = command->add_to(program);
  options->add_flag_callback(
      "--fast", [command] { command->values.set("form", "fast"); }, "Short for --form fast");
  command->pictures.add_recipe_out(*options);
  options->callback([command] {
    command->run([&](const host::Choosing& chosen, const Episode&, int state) {
      if (command->pictures.quiet) return;
      const FusionPlan plan = first_segments(host::plan_of(chosen.decided, chosen.values), state);
      for (std::size_t i = 0; i < plan.segments.size(); ++i)
        note("segment " + std::to_string(i + 1) + ": " +
             (plan.segments[i].on ? host::ev_text(plan.ev(int(i))) : "off"));
    });
  });
}

} // namespace penumbra::cli
