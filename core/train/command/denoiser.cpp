// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/denoise/denoiser.hpp"
#include "core/train/command/commands.hpp"
#include "core/train/command/run_options.hpp"
#include "core/train/denoise/denoiser_table.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

namespace penumbra {
namespace {

void train(const RunOptions& options) {
  const auto run = options.run<DenoiserRun>();
  options.keep(run);
  DenoiserTrainer trainer(run, options.photos, options.out);
  options.train(trainer);
}

struct TableArguments {
  std::string photos;
  std::vector<std::string> weights;
  std::vector<double> levels{15, 25, 50};
  int side = 256;
};

void print_table(const TableArguments& arguments) {
  std::vector<double> levels = arguments.levels;
  for (double& level : levels) level /= 255;
  for (const DenoiserScore& score :
       compare_denoisers(arguments.photos, arguments.weights, levels, arguments.side))
    std::printf("sigma %4.1f  %6.2f dB  %6.3f s/megapixel  %s\n", score.level * 255, score.psnr,
                score.seconds, score.method.c_str());
}

} // namespace

void add_denoiser_command(CLI::App& app) {
  const auto options = std::make_shared<RunOptions>();
  options->report = 500;
  CLI::App* command = app.add_subcommand("denoiser", "the denoiser, in FFDNet's form");
  options->add_to(*command, "photographs with little noise");
  command->callback([options] { train(*options); });

  const auto table = std::make_shared<TableArguments>();
  CLI::App* comparing = app.add_subcommand("denoiser-table", "compares denoisers on Gaussian noise");
  comparing->add_option("--photos", table->photos, "folder of photographs with little noise")->required();
  comparing->add_option("--weights", table->weights, "denoisers to compare, ours or FFDNet's");
  comparing->add_option("--levels", table->levels, "standard deviations of the noise, of 255");
  comparing->add_option("--side", table->side, "pixels of each photo's sides to look at")
      ->check(CLI::PositiveNumber);
  comparing->callback([table] { print_table(*table); });
}

} // namespace penumbra
