#include "core/train/commands.hpp"
#include "core/train/denoise_trainer.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  std::string photos, denoiser, out, recipe;
  double minutes = 0;
  int report = 100;
  bool resume = false;
};

void train(const Arguments& arguments) {
  DenoisePolicyRun run;
  if (!arguments.recipe.empty()) run = read_run(arguments.recipe).get<DenoisePolicyRun>();
  write_run(arguments.out, run);
  DenoisePolicyTrainer trainer(run, arguments.photos, arguments.denoiser, arguments.out);
  if (arguments.resume && trainer.resume()) std::puts("Going on from the checkpoint.");
  trainer.train(arguments.minutes, arguments.report);
}

} // namespace

void add_denoise_policy_command(CLI::App& app) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      app.add_subcommand("rellie-denoise", "ReLLIE's second policy: at which step to denoise");
  command->add_option("--photos", arguments->photos, "folder of photographs with little noise")->required();
  command->add_option("--denoiser", arguments->denoiser, "weights of the denoiser")->required();
  command->add_option("--out", arguments->out, "folder for weights, checkpoint and log")->required();
  command->add_option("--recipe", arguments->recipe, "JSON of the run's settings; defaults where absent");
  command->add_option("--minutes", arguments->minutes,
                      "stop after so many minutes; go on later with --resume");
  command->add_option("--report", arguments->report, "updates between two reports and checkpoints")
      ->check(CLI::PositiveNumber);
  command->add_flag("--resume", arguments->resume, "go on from the checkpoint in the output folder");
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
