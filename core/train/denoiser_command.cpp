#include "core/train/commands.hpp"
#include "core/train/denoiser.hpp"
#include "core/train/denoiser_table.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  std::string photos, out, recipe;
  double minutes = 0;
  int report = 500;
  bool resume = false;
};

void train(const Arguments& arguments) {
  DenoiserRun run;
  if (!arguments.recipe.empty()) run = read_run(arguments.recipe).get<DenoiserRun>();
  write_run(arguments.out, run);
  DenoiserTrainer trainer(run, arguments.photos, arguments.out);
  if (arguments.resume && trainer.resume()) std::puts("Going on from the checkpoint.");
  trainer.train(arguments.minutes, arguments.report);
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
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand("denoiser", "the denoiser, in FFDNet's form");
  command->add_option("--photos", arguments->photos, "folder of photographs with little noise")->required();
  command->add_option("--out", arguments->out, "folder for weights, checkpoint and log")->required();
  command->add_option("--recipe", arguments->recipe, "JSON of the run's settings; defaults where absent");
  command->add_option("--minutes", arguments->minutes,
                      "stop after so many minutes; go on later with --resume");
  command->add_option("--report", arguments->report, "updates between two reports and checkpoints")
      ->check(CLI::PositiveNumber);
  command->add_flag("--resume", arguments->resume, "go on from the checkpoint in the output folder");
  command->callback([arguments] { train(*arguments); });

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
