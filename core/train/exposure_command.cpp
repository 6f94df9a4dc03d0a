#include "core/train/commands.hpp"

#include "core/train/exposure_trainer.hpp"

#include <ATen/Parallel.h>
#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  std::string photos, out, recipe, init, form;
  std::vector<std::string> watch;
  double minutes = 0;
  int report = 100, bound = 0, threads = 1;
  bool resume = false;
};

ExposureRun run_of(const Arguments& arguments) {
  ExposureRun run;
  if (!arguments.recipe.empty()) read_run(arguments.recipe).get_to(run);
  if (!arguments.form.empty()) run.form = arguments.form;
  return run;
}

void train(const Arguments& arguments) {
  at::set_num_threads(arguments.threads);
  const ExposureRun run = run_of(arguments);
  ExposureTrainer trainer(run, arguments.photos, arguments.out);
  for (const std::string& folder : arguments.watch) trainer.watch(folder);
  if (arguments.bound > 0) return trainer.print_bound(arguments.bound);
  write_run(arguments.out, run);
  if (arguments.resume && trainer.resume())
    std::puts("Going on from the checkpoint.");
  else if (!arguments.init.empty())
    trainer.start_from(arguments.init);
  trainer.train(arguments.minutes, arguments.report);
}

} // namespace

void add_deep_exposure_command(CLI::App& program) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "deep-exposure", "DeepExposure's policy: supervised start, then adversarial reinforcement learning");
  command->add_option("--photos", arguments->photos, "folder of well-exposed photographs")->required();
  command->add_option("--out", arguments->out, "folder for weights, checkpoint, log.csv and log.svg")
      ->required();
  command->add_option("--recipe", arguments->recipe, "JSON of the run's settings; defaults where absent");
  command
      ->add_option("--form", arguments->form, "i (value network) or ii (the discriminator as value function)")
      ->check(CLI::IsMember({"i", "ii"}));
  command->add_option("--init", arguments->init, "weights of a policy to start from");
  command->add_option("--watch", arguments->watch,
                      "folders with input/ and expertC/ to report on, never learnt from");
  command->add_option("--minutes", arguments->minutes,
                      "stop after so many minutes; go on later with --resume");
  command->add_option("--report", arguments->report, "updates between two reports and checkpoints")
      ->check(CLI::PositiveNumber);
  command->add_option("--threads", arguments->threads, "threads of LibTorch")->check(CLI::PositiveNumber);
  command->add_flag("--resume", arguments->resume, "go on from the checkpoint in the output folder");
  command->add_option(
      "--bound", arguments->bound,
      "instead of training: find the best EVs by so many steps of descent, and print what they reach");
  command->callback([arguments] { train(*arguments); });
}

} // namespace penumbra
