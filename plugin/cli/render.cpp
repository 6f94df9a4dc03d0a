// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/engine/edit.hpp"
#include "core/error.hpp"
#include "core/io/bytes.hpp"
#include "plugin/cli/commands.hpp"
#include "plugin/cli/picture_options.hpp"

#include <algorithm>
#include <memory>

namespace penumbra::cli {
namespace {

struct Options {
  PictureOptions pictures;
  std::string recipe;
  int step = -1;
};

Recipe read_recipe(const std::string& path) {
  const std::string text = read_file(path);
  try {
    return recipe_from_json(text);
  } catch (const Error& problem) {
    throw Error(path + ": " + problem.what());
  }
}

void run(const Options& options) {
  const Recipe recipe = read_recipe(options.recipe);
  const int steps = int(recipe.steps.size());
  if (options.step > steps)
    throw Error("The recipe has " + std::to_string(steps) + " steps; there is no step " +
                std::to_string(options.step) + ".");
  std::vector<EditStep> chosen = recipe.steps;
  if (options.step >= 0) chosen.resize(std::size_t(options.step));

  PictureRun course(options.pictures, {{options.recipe}, {}});
  Photo photo = course.read();
  SubProgress part(course.progress(), 0.1, 0.9);
  course.begin("render");
  Image result = render(chosen, photo.image, part, options.pictures.render_options());
  photo.image = {};
  course.write(std::move(result), photo);
}

} // namespace

void add_render(CLI::App& program) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("render", "Apply the edits of a recipe to a photo");
  options->pictures.add_to(*command);
  command->add_option("--recipe", options->recipe, "Recipe, as enhance --recipe-out writes it")
      ->required()
      ->type_name("FILE");
  command->add_option("--step", options->step, "Apply this many steps of it (all)")
      ->check(CLI::Range(0, 1000));
  command->callback([options] { run(*options); });
}

} // namespace penumbra::cli
