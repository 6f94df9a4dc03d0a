#include "core/error.hpp"
#include "core/nn/oracle.hpp"
#include "core/train/commands.hpp"
#include "core/train/trainer.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  std::string system, photos, out, recipe, init, watch, pairs, oracle;
  double minutes = 0;
  int report = 100, workers = 0;
  bool resume = false;
};

void train(const Arguments& arguments) {
  LowLightRun run;
  run.system = arguments.system;
  if (!arguments.recipe.empty()) run = read_run(arguments.recipe).get<LowLightRun>();
  if (run.system != arguments.system)
    throw Error("The recipe " + arguments.recipe + " trains \"" + run.system + "\", not \"" +
                arguments.system + "\".");
  if (arguments.workers > 0) run.workers = arguments.workers;
  if (run.actor_critic.reward.aesthetic != 0 && arguments.oracle.empty())
    throw Error("The recipe asks for the aesthetic reward, which needs --oracle FILE.");
  write_run(arguments.out, run);
  LowLightTrainer trainer(run, arguments.photos, arguments.out);
  if (!arguments.oracle.empty()) {
    const std::shared_ptr<const Oracle> oracle = load_oracle(arguments.oracle);
    trainer.use_oracle(
        [oracle](const torch::Tensor& pictures) { return mean_scores(oracle->distribution(pictures)); });
  }
  if (!arguments.pairs.empty()) trainer.learn_pairs(arguments.pairs);
  if (!arguments.watch.empty()) trainer.watch(arguments.watch);
  if (arguments.resume && trainer.resume())
    std::puts("Going on from the checkpoint.");
  else if (!arguments.init.empty())
    trainer.start_from(arguments.init);
  trainer.train(arguments.minutes, arguments.report);
}

void add_system(CLI::App& app, const std::string& id, const std::string& description) {
  const auto arguments = std::make_shared<Arguments>();
  arguments->system = id;
  CLI::App* command = app.add_subcommand(id, description);
  command->add_option("--photos", arguments->photos, "folder of well-exposed photographs")->required();
  command->add_option("--out", arguments->out, "folder for weights, checkpoint and log")->required();
  command->add_option("--recipe", arguments->recipe, "JSON of the run's settings; defaults where absent");
  command->add_option("--init", arguments->init, "weights to start from, for rellie those of all-e too");
  command->add_option("--oracle", arguments->oracle,
                      "weights of the aesthetic oracle, Penumbra's or NIMA's on VGG-16, for the aesthetic "
                      "reward");
  command->add_option("--watch", arguments->watch,
                      "folder with input/ and expertC/ to report on, never learnt from");
  command->add_option("--pairs", arguments->pairs,
                      "folder with input/ and expertC/ to learn from instead of darkened photos, for "
                      "comparison runs");
  command->add_option("--minutes", arguments->minutes,
                      "stop after so many minutes; go on later with --resume");
  command->add_option("--report", arguments->report, "updates between two reports and checkpoints")
      ->check(CLI::PositiveNumber);
  command->add_option("--workers", arguments->workers, "worker threads, one core each");
  command->add_flag("--resume", arguments->resume, "go on from the checkpoint in the output folder");
  command->callback([arguments] { train(*arguments); });
}

} // namespace

void add_low_light_commands(CLI::App& app) {
  add_system(app, "all-e",
             "ALL-E's low-light policy: supervised warm start, then asynchronous advantage actor-critic");
  add_system(app, "rellie", "ReLLIE's low-light policy, in the same way, by its own rewards");
}

} // namespace penumbra
