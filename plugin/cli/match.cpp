// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/finish/cube.hpp"
#include "core/io/terminal.hpp"
#include "core/tool/match_look.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/tool_command.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace penumbra::cli {
namespace {

std::string line_of(const Episode& episode, int state) {
  const FinishValues values = sliders_of(episode, state);
  const bool polished = episode.goal.polished && state == int(episode.edits.size());
  char text[64];
  std::snprintf(text, sizeof text, "%s %2d  distance %6.3f ", polished ? "polished" : "step", state,
                episode.scores[std::size_t(state)]);
  std::string line = text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::snprintf(text, sizeof text, " %s %+.3f", finish_table()[i].name, values[i]);
    line += text;
  }
  return line;
}

/// What the agent did, one line a step.
void tell(const host::Choosing& chosen, int state) {
  const Episode& decided = chosen.decided;
  if (decided.scores.empty()) return; // nobody was asked
  note(decided.goal.same_content ? "The reference shows the same: finishing."
                                 : "The reference shows something else: its look is taken over.");
  const int step = chosen.values.get<int>("step");
  const int from = step < 0 ? decided.suggested : std::min(step, int(decided.edits.size()));
  const int marked = state <= int(decided.edits.size()) ? state : from; // by hand: where that began
  for (int i = 0; i <= int(decided.edits.size()); ++i) note(line_of(decided, i) + (i == marked ? "  <" : ""));
}

struct CubeOptions {
  std::string path;
  int points = 33;
};

void run(ToolCommand& command, const CubeOptions& cube) {
  command.side.written.push_back(cube.path);
  command.also = [&](const Recipe& recipe, PictureRun& course) {
    if (cube.path.empty()) return;
    const FinishValues values = recipe.steps.empty() ? neutral_values(product_pipeline())
                                                     : applied_finish_values(recipe.steps.front());
    course.also(cube.path, to_cube(values, cube.points));
    if (values.back() != 0) note("The .cube file holds all but the sharpness, which no look-up table can.");
  };
  command.run([&](const host::Choosing& chosen, const Episode&, int state) {
    if (!command.pictures.quiet) tell(chosen, state);
  });
}

} // namespace

void add_match(CLI::App& program) {
  const auto command = std::make_shared<ToolCommand>(host::match_look_tool());
  const auto cube = std::make_shared<CubeOptions>();
  CLI::App* options = command->add_to(program);
  command->pictures.add_recipe_out(*options);
  options->add_option("--cube", cube->path, "Write the colours as a .cube look-up table")->type_name("FILE");
  options->add_option("--cube-size", cube->points, "Points of the table along an axis")
      ->check(CLI::IsMember({17, 33, 65}))
      ->type_name("N")
      ->capture_default_str();
  options->callback([command, cube] {
    if (command->values.get<std::string>("reference").empty() && command->values.at("by-hand").empty())
      throw CLI::RequiredError("--reference (or --set)");
    run(*command, *cube);
  });
}

} // namespace penumbra::cli
