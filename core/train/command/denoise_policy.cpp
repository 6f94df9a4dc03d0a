// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/command/commands.hpp"
#include "core/train/command/run_options.hpp"
#include "core/train/denoise/denoise_trainer.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  RunOptions options;
  std::string denoiser;
};

void train(const Arguments& arguments) {
  const RunOptions& options = arguments.options;
  const auto run = options.run<DenoisePolicyRun>();
  options.keep(run);
  DenoisePolicyTrainer trainer(run, options.photos, arguments.denoiser, options.out);
  options.train(trainer);
}

} // namespace

void add_denoise_policy_command(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("rellie-denoise", "ReLLIE's second policy: at which step to denoise");
  arguments->options.add_to(*command, "photographs with little noise");
  command->add_option("--denoiser", arguments->denoiser, "weights of the denoiser")->required();
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
