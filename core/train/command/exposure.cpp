// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/command/commands.hpp"

#include "core/train/command/run_options.hpp"
#include "core/train/exposure/exposure_trainer.hpp"
#include "core/train/exposure/map_trainer.hpp"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  RunOptions options;
  std::string init, form, views;
  std::vector<std::string> watch;
  int bound = 0, threads = 1;
};

void train(const Arguments& arguments) {
  at::set_num_threads(arguments.threads);
  const RunOptions& options = arguments.options;
  auto run = options.run<ExposureRun>();
  if (!arguments.form.empty()) run.form = arguments.form;
  ExposureTrainer trainer(run, options.photos, options.out);
  if (!arguments.views.empty()) trainer.learn_views(arguments.views);
  for (const std::string& folder : arguments.watch) trainer.watch(folder);
  if (arguments.bound > 0) return trainer.print_bound(arguments.bound);
  options.keep(run);
  options.train(trainer, [&] {
    if (!arguments.init.empty()) trainer.start_from(arguments.init);
  });
}

void train_map(const Arguments& arguments) {
  at::set_num_threads(arguments.threads);
  const RunOptions& options = arguments.options;
  const auto run = options.run<MapRun>();
  MapTrainer trainer(run, options.photos, arguments.views, options.out);
  for (const std::string& folder : arguments.watch) trainer.watch(folder);
  options.keep(run);
  options.train(trainer, [&] {
    if (!arguments.init.empty()) trainer.start_from(arguments.init);
  });
}

/// What both trainings are told.
void add_common(CLI::App& command, Arguments& arguments) {
  arguments.options.add_to(command, "well-exposed photographs");
  command.add_option("--init", arguments.init, "weights of a policy to start from");
  command.add_option("--views", arguments.views,
                     "folder of scene-linear panoramas (*.exr) whose views are learnt from, too");
  command.add_option("--watch", arguments.watch,
                     "folders with input/ and expertC/ to report on, never learnt from");
  command.add_option("--threads", arguments.threads, "threads of LibTorch")->check(CLI::PositiveNumber);
}

} // namespace

void add_exposure_map_command(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "exposure-map",
      "a policy for Balance Local Exposure that sees the place: by the gradient through the fusion");
  add_common(*command, *arguments);
  command->callback([arguments] { train_map(*arguments); });
}

void add_deep_exposure_command(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "deep-exposure", "DeepExposure's policy: supervised start, then adversarial reinforcement learning");
  add_common(*command, *arguments);
  command
      ->add_option("--form", arguments->form, "i (value network) or ii (the discriminator as value function)")
      ->check(CLI::IsMember({"i", "ii"}));
  command->add_option(
      "--bound", arguments->bound,
      "instead of training: find the best EVs by so many steps of descent, and print what they reach");
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
