// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/command/commands.hpp"
#include "core/train/command/run_options.hpp"
#include "core/train/low_light/step_trainer.hpp"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  RunOptions options;
  std::string views;
  std::vector<std::string> policies;
  int threads = 1;
};

void train(const Arguments& arguments) {
  at::set_num_threads(arguments.threads);
  const auto run = arguments.options.run<StepRun>();
  StepTrainer trainer(run, arguments.options.photos, arguments.views, arguments.policies,
                      arguments.options.out);
  arguments.options.keep(run);
  arguments.options.train(trainer);
}

} // namespace

void add_steps_command(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "steps", "the network that suggests a step of Auto Enhance Low Light, from episodes of "
               "ready policies on photographs whose reference is known");
  arguments->options.add_to(*command, "photographs");
  command->add_option("--policy", arguments->policies, "weights of all-e or rellie whose episodes are judged")
      ->required();
  command->add_option("--views", arguments->views,
                      "folder of scene-linear panoramas (*.exr) whose views are learnt from, too");
  command->add_option("--threads", arguments->threads, "threads of LibTorch")->check(CLI::PositiveNumber);
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
