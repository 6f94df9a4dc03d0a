#include "core/train/commands.hpp"

#include "core/train/tune_trainer.hpp"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  std::string photos, out, recipe, init;
  double minutes = 0;
  int report = 200, threads = 1;
  bool resume = false;
};

void train(const Arguments& arguments) {
  at::set_num_threads(arguments.threads);
  TuneRun run;
  if (!arguments.recipe.empty()) read_run(arguments.recipe).get_to(run);
  TuneTrainer trainer(run, arguments.photos, arguments.out);
  write_run(arguments.out, run);
  if (arguments.resume && trainer.resume())
    std::puts("Going on from the checkpoint.");
  else if (!arguments.init.empty())
    trainer.start_from(arguments.init);
  trainer.train(arguments.minutes, arguments.report);
}

} // namespace

void add_match_command(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command =
      program.add_subcommand("match", "The tuner of nine sliders that matches a goal (RLPixTuner)");
  command->add_option("--photos", arguments->photos, "folder of photographs")->required();
  command->add_option("--out", arguments->out, "folder for weights, checkpoint, log.csv and log.svg")
      ->required();
  command->add_option("--recipe", arguments->recipe, "JSON of the run's settings; defaults where absent");
  command->add_option("--init", arguments->init, "weights of a policy to start from");
  command->add_option("--minutes", arguments->minutes,
                      "stop after so many minutes; go on later with --resume");
  command->add_option("--report", arguments->report, "updates between two reports and checkpoints")
      ->check(CLI::PositiveNumber);
  command->add_option("--threads", arguments->threads, "threads of LibTorch")->check(CLI::PositiveNumber);
  command->add_flag("--resume", arguments->resume, "go on from the checkpoint in the output folder");
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
