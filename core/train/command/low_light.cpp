// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.hpp"
#include "core/nn/torch/oracle.hpp"
#include "core/train/command/commands.hpp"
#include "core/train/command/run_options.hpp"
#include "core/train/low_light/trainer.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace penumbra {
namespace {

struct Arguments {
  RunOptions options;
  std::string system, init, watch, pairs, oracle, views;
  int workers = 0;
};

void train(const Arguments& arguments) {
  const RunOptions& options = arguments.options;
  auto run = options.run<LowLightRun>();
  if (options.recipe.empty()) run.system = arguments.system;
  if (run.system != arguments.system)
    throw Error("The recipe " + options.recipe + " trains \"" + run.system + "\", not \"" + arguments.system +
                "\".");
  if (arguments.workers > 0) run.workers = arguments.workers;
  if (run.actor_critic.reward.aesthetic != 0 && arguments.oracle.empty())
    throw Error("The recipe asks for the aesthetic reward, which needs --oracle FILE.");
  options.keep(run);
  LowLightTrainer trainer(run, options.photos, options.out);
  if (!arguments.oracle.empty()) {
    const std::shared_ptr<const Oracle> oracle = load_oracle(arguments.oracle);
    trainer.use_oracle(
        [oracle](const torch::Tensor& pictures) { return mean_scores(oracle->distribution(pictures)); });
  }
  if (!arguments.views.empty()) trainer.learn_views(arguments.views);
  if (!arguments.pairs.empty()) trainer.learn_pairs(arguments.pairs);
  if (!arguments.watch.empty()) trainer.watch(arguments.watch);
  options.train(trainer, [&] {
    if (!arguments.init.empty()) trainer.start_from(arguments.init);
  });
}

void add_system(CLI::App& app, const std::string& id, const std::string& description) {
  const auto arguments = std::make_shared<Arguments>();
  arguments->system = id;
  CLI::App* command = app.add_subcommand(id, description);
  arguments->options.add_to(*command, "well-exposed photographs");
  command->add_option("--init", arguments->init, "weights to start from, for rellie those of all-e too");
  command->add_option("--oracle", arguments->oracle,
                      "weights of the aesthetic oracle, Penumbra's or NIMA's on VGG-16, for the aesthetic "
                      "reward");
  command->add_option("--watch", arguments->watch,
                      "folder with input/ and expertC/ to report on, never learnt from");
  command->add_option("--views", arguments->views,
                      "folder of scene-linear panoramas (*.exr) whose views are learnt from, too");
  command->add_option("--pairs", arguments->pairs,
                      "folder with input/ and expertC/ to learn from instead of darkened photos, for "
                      "comparison runs");
  command->add_option("--workers", arguments->workers, "worker threads, one core each");
  command->callback([arguments] { train(*arguments); });
}

} // namespace

void add_low_light_commands(CLI::App& app) {
  add_system(app, "all-e",
             "ALL-E's low-light policy: supervised warm start, then asynchronous advantage actor-critic");
  add_system(app, "rellie", "ReLLIE's low-light policy, in the same way, by its own rewards");
}

} // namespace penumbra
