// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tool/tool.hpp"
#include "plugin/cli/picture_options.hpp"

#include <functional>

namespace penumbra::cli {

/// A tool as a command from a picture to a picture.
struct ToolCommand {
  explicit ToolCommand(const host::Tool& tool_) : tool(tool_), values(tool_.table) {}
  const host::Tool& tool;
  PictureOptions pictures;
  host::Values values;
  AgentSettings settings; ///< what no parameter names
  SideFiles side;         ///< beside the pictures; a reference that the values name is among them by itself
  /// Adds what is to be written beside the picture. May be empty.
  std::function<void(const Recipe& recipe, PictureRun& course)> also;

  /// The command with the options of pictures and of the tool's table.
  CLI::App* add_to(CLI::App& program);
  /// Runs it. `chosen` is told what was decided and is to be committed. Throws Error; CLI::ValidationError
  /// where the step that is wanted cannot be.
  void run(const std::function<void(const host::Choosing&, const Episode&, int state)>& chosen = {});
};

} // namespace penumbra::cli
