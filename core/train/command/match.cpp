// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/command/commands.hpp"

#include "core/train/command/run_options.hpp"
#include "core/train/match/tune_trainer.hpp"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  RunOptions options;
  std::string init, vgg;
  int threads = 1;
};

void train(const Arguments& arguments) {
  at::set_num_threads(arguments.threads);
  const RunOptions& options = arguments.options;
  const auto run = options.run<TuneRun>();
  TuneTrainer trainer(run, options.photos, options.out, arguments.vgg);
  options.keep(run);
  options.train(trainer, [&] {
    if (!arguments.init.empty()) trainer.start_from(arguments.init);
  });
}

} // namespace

void add_match_command(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("match", "The tuner of nine sliders that matches a goal (RLPixTuner)");
  arguments->options.report = 200;
  arguments->options.add_to(*command, "photographs");
  command->add_option("--init", arguments->init, "weights of a policy to start from");
  command->add_option("--vgg", arguments->vgg,
                      "weights of VGG-19 up to relu3_1, for recipes that weigh its Gram matrices");
  command->add_option("--threads", arguments->threads, "threads of LibTorch")->check(CLI::PositiveNumber);
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
