// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/command/commands.hpp"
#include "core/train/command/run_options.hpp"
#include "core/train/match/style_net_trainer.hpp"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  RunOptions options;
  std::string vgg;
};

void train(const Arguments& arguments) {
  at::set_num_threads(1);
  const RunOptions& options = arguments.options;
  const auto run = options.run<StyleNetRun>();
  StyleNetTrainer trainer(run, options.photos, options.out, arguments.vgg);
  options.keep(run);
  options.train(trainer);
}

} // namespace

void add_style_net_command(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "style-net", "the small network that compares styles, taught by VGG-19's Gram matrices");
  arguments->options.report = 250;
  arguments->options.add_to(*command, "photographs");
  command->add_option("--vgg", arguments->vgg, "weights of VGG-19 up to relu3_1, the teacher")->required();
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
